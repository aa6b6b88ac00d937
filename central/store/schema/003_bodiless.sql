-- What came without its body, which whoever has it is asked to bring (docs/exchange.md).
CREATE TABLE bodiless (
    fair TEXT COLLATE "C" NOT NULL,
    log TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (fair, log, seq)
);
