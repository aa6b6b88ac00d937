// A second implementation of the exchange, from docs/exchange.md alone, on nothing but Node.js.
// `node other_node.mjs STATE VERB …` prints one line of JSON; STATE is the file that it keeps.
import crypto from 'node:crypto'
import fs from 'node:fs'
import http from 'node:http'
import tls from 'node:tls'
import zlib from 'node:zlib'

const hex = data => Buffer.from(data).toString('hex')
const bytes = text => Buffer.from(text, 'hex')
const digest = (data, kind = 'sha256') => crypto.createHash(kind).update(data).digest()
const sha = data => hex(digest(data))
const draw = count => hex(crypto.randomBytes(count))
const line = value => Buffer.from(JSON.stringify(value) + '\n')
const must = (well, why) => { if (!well) throw new Error(why) }

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical)}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const keys = Object.keys(value).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return `{${keys.map(key => `${JSON.stringify(key)}:${canonical(value[key])}`)}}`
}

// Keys: node:crypto takes raw ones only in DER.
const OID = { ed: '2b6570', x: '2b656e' }
const secretKey = (raw, kind = 'ed') => crypto.createPrivateKey({ format: 'der', type: 'pkcs8',
  key: Buffer.concat([bytes(`302e02010030050603${OID[kind]}04220420`), raw]) })
const publicKey = (raw, kind = 'ed') => crypto.createPublicKey({ format: 'der', type: 'spki',
  key: Buffer.concat([bytes(`302a30050603${OID[kind]}032100`), raw]) })
const raw = key => Buffer.from(key.export({ format: 'jwk' }).x, 'base64url')
const keyOf = seed => hex(raw(crypto.createPublicKey(secretKey(bytes(seed)))))
const sign = (seed, said) => hex(crypto.sign(null, Buffer.from(canonical(said)), secretKey(bytes(seed))))
const holds = (key, said, signature) =>
  crypto.verify(null, Buffer.from(canonical(said)), publicKey(bytes(key)), bytes(signature))

// On the line
async function connect(address) {
  const [host, port] = address.toLowerCase().split(':')
  const socket = tls.connect({ host, port, rejectUnauthorized: false, minVersion: 'TLSv1.3' })
  await new Promise((done, fail) => socket.once('secureConnect', done).once('error', fail))
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  agent.createConnection = () => socket
  return { agent, key: hex(raw(socket.getPeerX509Certificate().publicKey)) }
}

function post(on, path, headers, body) {
  return new Promise((done, fail) => {
    const length = { 'Content-Length': body.length }
    const options = { method: 'POST', path, agent: on.agent, headers: { ...headers, ...length } }
    const request = http.request(options, async response => {
      let data = Buffer.concat(await response.toArray())
      if (response.headers['content-encoding'] === 'deflate') data = zlib.inflateSync(data)
      const end = data.indexOf('\n')
      done({ ...JSON.parse(data.subarray(0, end)), lines: data.subarray(end + 1) })
    })
    request.once('error', fail).end(body)
  })
}

const stamped = (me, path, body, nonce, count, to) => ({
  'Exchange-Node': me.node, 'Exchange-Nonce': nonce, 'Exchange-Count': count,
  'Exchange-Signature': sign(me.seed, ['request', 'POST', path, sha(body), nonce, count, to]) })

async function pair(me, invite) {
  const [kind, addresses, fingerprint, code] = invite.split('/')
  const [address] = addresses.split('+'), on = await connect(address)
  const bits = [...digest(bytes(on.key))].map(b => b.toString(2).padStart(8, '0')).join('')
  const signs = bits.slice(0, 130).match(/.{5}/g).map(five => parseInt(five, 2))
  const shown = signs.map(at => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[at]).join('')
  must(kind === 'FAIR1' && shown === fingerprint, 'another key on the line')
  const path = '/exchange/v1/pair', key = keyOf(me.seed), to = on.key
  const who = { node: me.node, key, name: me.name, at: [], fair: null, root: null }
  const body = line({ protocol: 1, to, code, ...who })
  const said = await post(on, path, stamped(me, path, body, '', 0, to), body)
  must(!said.error, said.error)
  Object.assign(me, { fair: said.fair, address, to })
  return { ...said.you, inviter: said.inviter.name }
}

const vector = logs =>
  Object.fromEntries(Object.entries(logs).map(([log, { held }]) => [log, held.length]))

const lacking = (me, theirs) =>
  Object.keys(theirs).filter(log => !(me.logs[log]?.held.length >= theirs[log]))

async function exchange(me, code) {
  const on = await connect(me.address)
  must(on.key === me.to, 'another key on the line')
  let nonce = '', count = 0, last
  const call = async (verb, says, lines = Buffer.alloc(0)) => {
    const path = `/exchange/v1/${me.fair}/${verb}`
    const body = Buffer.concat([line({ protocol: 1, ...says }), lines])
    last = [path, stamped(me, path, body, nonce, count, me.to), body]
    count += 1
    const said = await post(on, ...last)
    must(!said.error, said.error)
    return said
  }
  const about = { speaks: [1, 1], name: me.name, at: [], clock: Date.now() }
  nonce = (await call('hello', about)).nonce
  const theirs = (await call('compare', { vector: vector(me.logs) })).vector
  let taken = 0, chunk
  while (!(chunk = await call('take', { vector: vector(me.logs) })).end)
    taken += take(me, chunk.lines)
  const { new: given, quarantined } = await call('give', {}, checkedIn(me, code))
  const again = (await post(on, ...last)).error
  on.agent.destroy()
  return { taken, given, quarantined, again, missing: lacking(me, theirs) }
}

// Facts
const ERASABLE = ['seeker.registered', 'seeker.changed', 'release.changed', 'secret.given',
  'badge.explained', 'lead.noted', 'lead.told']
const bodyHash = (salt, body) => sha(salt + canonical(body))
const logId = (fair, opening) => sha(canonical(['log', fair, opening])).slice(0, 32)
const chained = (fair, log, o, body, before) =>
  sha(canonical([fair, log, o.seq, ...o.at, o.kind, o.v, o.actor, body, before]))

function take(me, lines) {
  must(lines.length <= 1 << 20 && lines.at(-1) === 10, 'cut off')
  const [head, ...told] = lines.toString().slice(0, -1).split('\n').map(each => JSON.parse(each))
  const operations = told.slice(0, head.operations), points = told.slice(head.operations)
  must(head.fair === me.fair && points.at(-1)?.seq === operations.at(-1).seq, 'no chunk')
  const log = me.logs[head.log] ?? { held: [] }, hashes = [...log.held]
  for (const each of operations) {
    const before = each.seq === 1 ? '0'.repeat(64) : hashes[each.seq - 2]
    must(before !== undefined, 'gap')
    must(each.body !== null || ERASABLE.includes(each.kind), 'no_body')
    const body = each.body === null ? each.body_hash : bodyHash(each.salt, each.body)
    must(chained(me.fair, head.log, each, body, before) === each.hash, 'hash')
    must((hashes[each.seq - 1] ??= each.hash) === each.hash, 'rewritten')
    if (each.seq > 1) continue
    must(each.kind === 'log.opened' && logId(me.fair, body) === head.log, 'other_id')
    log.key = each.body.key
  }
  for (const { seq, hash, signature } of points)
    must(hashes[seq - 1] === hash && holds(log.key, ['point', me.fair, head.log, seq, hash],
      signature), 'point')
  const fresh = hashes.length - log.held.length
  me.logs[head.log] = { ...log, held: hashes }
  return fresh
}

function checkedIn(me, code) { // a log of its own with one check-in, a whole chunk
  const opened = { node: me.node, key: keyOf(me.seed) }
  const said = [['log.opened', opened], ['check_in.recorded', { code, where: 'North gate' }]]
  let log, hash = '0'.repeat(64)
  const operations = said.map(([kind, body], at) => {
    const salt = draw(16), hashed = bodyHash(salt, body)
    log ??= logId(me.fair, hashed)
    const told = { seq: at + 1, at: [Date.now(), at], kind, v: 1, actor: me.node, body, salt }
    hash = chained(me.fair, log, told, hashed, hash)
    return { ...told, hash }
  })
  const point = { seq: 2, hash, signature: sign(me.seed, ['point', me.fair, log, 2, hash]) }
  return Buffer.concat([{ protocol: 1, fair: me.fair, log, operations: 2 }, ...operations, point].map(line))
}

// Sealed, and bundles: only to read
const NONE = Buffer.alloc(0), SSH = 'age-encryption.org/v1/ssh-ed25519'
const derive = (from, salt, info) => Buffer.from(crypto.hkdfSync('sha256', from, salt, info, 32))
const multiply = (secret, point) => crypto.diffieHellman(
  { privateKey: secretKey(secret, 'x'), publicKey: publicKey(point, 'x') })
const numbered = (number, last = '') => bytes(number.toString(16).padStart(24 - last.length, '0') + last)

function open(key, nonce, sealed, about = NONE) {
  const kind = 'chacha20-poly1305', length = { authTagLength: 16 }
  const cipher = crypto.createDecipheriv(kind, key, nonce, length).setAAD(about)
  cipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
}

function unseal(sealed, seed) {
  const wire = bytes(`0000000b${hex('ssh-ed25519')}00000020${keyOf(seed)}`)
  const tag = digest(wire).toString('base64', 0, 4).slice(0, 6).replace(/\+/g, '\\+')
  const secret = digest(bytes(seed), 'sha512').subarray(0, 32)
  const head = sealed.subarray(0, sealed.indexOf('\n', sealed.indexOf('\n--- ') + 1) + 1)
  const [, said, body] = head.toString().match(new RegExp(`^-> ssh-ed25519 ${tag} (.+)\n(.+)$`, 'm'))
  const share = Buffer.from(said, 'base64'), tweak = derive(NONE, wire, SSH)
  const shared = multiply(tweak, multiply(secret, share))
  const point = raw(crypto.createPublicKey(secretKey(secret, 'x')))
  const key = derive(shared, Buffer.concat([share, point]), SSH)
  const fileKey = open(key, numbered(0), Buffer.from(body, 'base64'))
  const mac = crypto.createHmac('sha256', derive(fileKey, NONE, 'header'))
    .update(head.subarray(0, head.lastIndexOf(' '))).digest('base64').slice(0, -1)
  must(head.toString().endsWith(`--- ${mac}\n`), 'mac')
  const nonce = sealed.subarray(head.length, head.length + 16), plain = []
  for (let at = head.length + 16, part = 0; at < sealed.length; at += 65552, part += 1)
    plain.push(open(derive(fileKey, nonce, 'payload'),
      numbered(part, at + 65552 < sealed.length ? '00' : '01'), sealed.subarray(at, at + 65552)))
  return Buffer.concat(plain)
}

function read(me, file) { // a bundle that is whole
  let label, inside, taken = 0, place = 0
  for (let at = 0; at < file.length; place += 1) {
    const head = file.subarray(at + 8, at + 17), end = at + 21 + head.readUInt32BE(5)
    const kind = String.fromCharCode(head[0]), payload = file.subarray(at + 21, end)
    must(hex(file.subarray(at, at + 8)) === 'fa4641495242310a', 'mark')
    must(zlib.crc32(head) === file.readUInt32BE(at + 17), 'crc')
    if (kind === 'K') {
      label ??= JSON.parse(payload)
      inside ??= JSON.parse(unseal(Buffer.from(label.sealed, 'base64'), me.seed))
    }
    const said = ['piece', label.bundle, kind, head.readUInt32BE(1), sha(payload)]
    must(said[3] === place && holds(label.key, said, hex(file.subarray(end, end + 64))), 'signature')
    at = end + 64
    if (kind === 'K') continue
    const plain = open(bytes(inside.key), numbered(place), payload, bytes(label.bundle))
    if (kind === 'C') taken += take(me, zlib.inflateSync(plain))
    else must(JSON.parse(plain).pieces === place + 1 && at === file.length, 'end')
  }
  return { taken, missing: lacking(me, inside.logs) }
}

// By stick, and what this program can be asked
function answered(me, file) {
  const end = file.indexOf('\n') + 1
  must(file.toString('latin1', 0, end) === 'fair-kiosk-answer 1\n', 'no answer')
  const inside = zlib.inflateSync(unseal(file.subarray(end), me.seed))
  let at = 0, taken = 0
  const next = upto => inside.subarray(at, at = upto)
  const object = () => JSON.parse(next(inside.indexOf('\n', at) + 1))
  const { fair, inviter, you } = object()
  Object.assign(me, { fair, to: inviter.key })
  while (at < inside.length) {
    const { bytes: length } = object()
    taken += take(me, next(at + length))
  }
  return { ...you, taken }
}

function request({ seed, node, name }, file) {
  const key = keyOf(seed), signature = sign(seed, ['join', node, key, name])
  fs.writeFileSync(file, line({ protocol: 1, kind: 'fair-kiosk-request', node, key, name, signature }))
}

const [state, verb, ...words] = process.argv.slice(2)
const me = fs.existsSync(state) ? JSON.parse(fs.readFileSync(state))
  : { seed: draw(32), node: draw(16), name: 'Other', logs: {} }
const verbs = {
  pair: () => pair(me, words[0]),
  exchange: () => exchange(me, words[0]),
  request: () => request(me, words[0]),
  answer: () => answered(me, fs.readFileSync(words[0])),
  read: () => read(me, fs.readFileSync(words[0])),
}
console.log(JSON.stringify(await verbs[verb]() ?? {}))
fs.writeFileSync(state, JSON.stringify(me))
