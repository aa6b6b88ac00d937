// Sends what was scanned, photographed or typed, one after the other, each with its own scan_id, and shows the answer.
// One owner of the form with the field [data-scan]: without this script htmx sends it, without htmx the browser does.
// A form with data-outbox is outbox.js's, which keeps it first.
'use strict'
{
  const SAME = 4000 // ms: a badge that is still held there is no second scan
  const AGAIN = [1000, 2000, 4000, 8000] // ms until the same scan is sent again; nothing is lost meanwhile
  const LONGEST = 8000 // ms for one answer
  const queue = []
  const seen = new Map()
  let sending = false

  const field = () => document.querySelector('[data-scan]')
  const pause = ms => new Promise(done => setTimeout(done, ms))

  const repeated = (code, now) => {
    const last = seen.get(code)
    seen.set(code, now)
    for (const [old, at] of seen) if (now - at > SAME) seen.delete(old)
    return last !== undefined && now - last < SAME
  }

  const put = (code, typed) => {
    if (repeated(code.trim().toUpperCase(), performance.now())) return
    const form = field()?.form
    if (!form) return
    if (form.dataset.outbox) return form.dispatchEvent(new CustomEvent('fair:write', { bubbles: true, detail: { code } }))
    queue.push({ code, typed, id: fair.newId() })
    work()
  }

  const work = async () => {
    if (sending) return
    sending = true
    while (queue.length) {
      for (let tries = 0; !(await send(queue[0])); tries++) await pause(AGAIN[Math.min(tries, AGAIN.length - 1)])
      queue.shift()
    }
    sending = false
  }

  // True when there is an answer, whatever it says; false to send the same scan again.
  const send = async scan => {
    const form = field()?.form
    if (!form) return true
    const body = new FormData(form)
    body.set('code', scan.code)
    body.set('scan_id', scan.id)
    const headers = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(body), headers, signal: AbortSignal.timeout(LONGEST) })
      const text = await answer.text()
      document.dispatchEvent(new CustomEvent('fair:reached'))
      if (answer.status === 429 || answer.status === 503) return false
      if (answer.redirected) { location.assign(answer.url); return true }
      await show(form, scan, answer, text)
      return true
    } catch {
      document.dispatchEvent(new CustomEvent('fair:missed'))
      return false
    }
  }

  const show = async (form, scan, answer, text) => {
    const typed = scan.typed ? '' : field().value
    const focused = document.activeElement === field()
    const target = answer.headers.get('HX-Retarget') ?? `#${form.id}`
    const swap = answer.headers.get('HX-Reswap') ?? 'outerHTML'
    await htmx.swap({ sourceElement: form, target: document.querySelector(target), text, swap })
    const fresh = field()
    if (!fresh) return
    if (typed) fresh.value = typed
    if (focused) fresh.focus({ preventScroll: true })
  }

  document.addEventListener('fair:badge', event => put(event.detail.code, false))
  document.addEventListener('fair:misread', () => {
    const told = document.getElementById('told')
    const notice = document.createElement('div')
    notice.className = 'verdict look'
    notice.textContent = field()?.dataset.again ?? ''
    told.replaceChildren(notice)
  })
  addEventListener('submit', event => {
    if (event.target !== field()?.form) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const code = field().value
    if (code.trim()) put(code, true)
    field().value = ''
  }, true)
  // A tap sends the verdict away before its three seconds are over.
  document.addEventListener('click', event => event.target.closest?.('.verdict.whole')?.classList.add('gone'))
}
