// Reads a badge's code as fair/badge.py does, without the fair's key: its form and its check character.
'use strict'
window.fair ??= {}
{
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  const times = (a, b) => { // in GF(32), whose modulus is x^5 + x^2 + 1
    let product = 0
    for (; b; b >>= 1) {
      if (b & 1) product ^= a
      a <<= 1
      if (a & 32) a ^= 37
    }
    return product
  }

  const checked = code => {
    let total = 0
    let weight = 1
    for (const sign of code.slice(0, 10)) {
      weight = times(weight, 2)
      total ^= times(weight, alphabet.indexOf(sign))
    }
    return alphabet[total] === code[10]
  }

  // The codes in what a scanner typed or a camera saw: `/B/` and exactly 11 signs to the end (or to the next
  // address), or 11 signs alone. Anything else is none: a sign more may be somebody else's badge.
  fair.codesIn = text => {
    const plain = text.trim().toUpperCase()
    const alone = /^[0-9A-HJKMNP-TV-Z]{11}$/.test(plain) ? [plain] : []
    const inside = [...plain.matchAll(/\/B\/([0-9A-HJKMNP-TV-Z]{11})(?=$|HTTPS?:)/g)].map(found => found[1])
    return (alone.length ? alone : inside).filter(checked)
  }

  // `A-0137` for a code, so that a phone without connection can already show it.
  fair.numberOf = code => {
    const value = [...code.slice(1, 4)].reduce((sum, sign) => sum * 32 + alphabet.indexOf(sign), 0)
    return `${code[0]}-${String(value).padStart(4, '0')}`
  }

  // 16 random bytes; crypto.randomUUID is missing on a phone's plain HTTP.
  fair.newId = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
