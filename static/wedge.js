// A USB scanner types like a keyboard. What it types is read by the keys' places, so that Caps Lock, an input method
// or a foreign layout don't matter, and by the keys' own times, so that a busy page doesn't either.
// Tells: `fair:badge` with {code}, or `fair:misread` when a scan came through damaged.
'use strict'
{
  const FEWEST = 8 // signs of a scan
  const FASTEST_HAND = 35 // ms: the middle gap of a scan is shorter
  const SILENCE = 250 // ms that end a scan without Enter or Tab
  const PATIENCE = 1000 // ms: for the rest of a scan on a busy machine, and for what an input method still writes
  const PLAIN = { Minus: '-', Equal: '=', Slash: '/', Period: '.', Comma: ',', Semicolon: ';', Space: ' ' }
  const SHIFTED = { Semicolon: ':', Slash: '?', Minus: '_', Equal: '+' }

  let keys = [] // {sign, at}
  let composing = false // an input method swallows the keys
  let before = null // the field that has the focus, as it was before the burst
  let silence = 0

  const signOf = event => {
    if (/^(Key|Digit|Numpad)[A-Z0-9]$/.test(event.code)) return event.code.at(-1)
    return (event.shiftKey && SHIFTED[event.code]) || PLAIN[event.code] || (event.key.length === 1 ? event.key : '')
  }

  const remember = () => {
    const field = document.activeElement
    const writable = field?.matches?.('input, textarea') && typeof field.value === 'string' && !field.readOnly
    before = writable ? { field, value: field.value } : null
  }

  const restore = () => {
    if (!before) return
    const { field, value } = before
    const back = () => { if (field.isConnected && document.activeElement === field) field.value = value }
    field.blur() // ends what an input method is composing
    field.value = value
    field.focus({ preventScroll: true })
    back()
    if (composing) ignoreLateText(field, value)
  }

  // An input method may still write what it had, even into the field that has come in its place. People begin with a
  // key or a finger.
  const ignoreLateText = (field, value) => {
    const until = new AbortController()
    const end = () => until.abort()
    const once = { capture: true, signal: until.signal }
    const late = target => target === field || target.matches('[data-scan]')
    addEventListener('input', event => { if (late(event.target)) event.target.value = value }, once)
    addEventListener('keydown', end, once)
    addEventListener('pointerdown', end, once)
    setTimeout(end, PATIENCE)
  }

  const read = () => keys.map(key => key.sign).join('')

  const isScan = () => {
    if (keys.length < FEWEST) return false
    const gaps = keys.slice(1).map((key, n) => key.at - keys[n].at).sort((a, b) => a - b)
    return gaps[gaps.length >> 1] < FASTEST_HAND
  }

  const finish = () => {
    clearTimeout(silence)
    const scan = isScan()
    const text = read()
    keys = []
    if (!scan) return false
    restore()
    const codes = fair.codesIn(text)
    for (const code of codes) document.dispatchEvent(new CustomEvent('fair:badge', { detail: { code } }))
    if (!codes.length) document.dispatchEvent(new CustomEvent('fair:misread'))
    return true
  }

  // No key for a while: what is whole is sent. Half a scan waits, as a busy machine hands keys on late; whether the
  // next one belongs to it is said by its own time.
  const quiet = patient => {
    if (!isScan()) return
    if (patient || fair.codesIn(read()).length) finish()
    else silence = setTimeout(quiet, PATIENCE, true)
  }

  addEventListener('keydown', event => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.code.startsWith('Shift')) return
    if (event.code === 'Enter' || event.code === 'NumpadEnter' || event.code === 'Tab') {
      const late = keys.length && event.timeStamp - keys.at(-1).at > SILENCE
      if (late) keys = []
      if (finish()) {
        event.preventDefault()
        event.stopImmediatePropagation()
      }
      return
    }
    const sign = signOf(event)
    if (!sign) return
    if (keys.length && event.timeStamp - keys.at(-1).at > SILENCE) finish()
    if (!keys.length) remember()
    composing = event.key === 'Process' || (composing && keys.length > 0)
    keys.push({ sign, at: event.timeStamp })
    clearTimeout(silence)
    silence = setTimeout(quiet, SILENCE)
  }, true)
}
