// After 45 s without touch, key or scan a dialog counts 15 s down; then the page starts again and nothing of the last
// person stays. A page where nothing happened yet is not asked. Reads data-start, data-after, data-count;
// a form[data-leave] in the dialog is sent instead of starting again: it signs out who came in by PIN.
'use strict'
{
  const dialog = document.getElementById('still-there')
  const { start, after, count } = dialog.dataset
  const ring = dialog.querySelector('.left')
  const left = dialog.querySelector('text')
  const leave = dialog.querySelector('form[data-leave]')
  const startPath = new URL(start, location).pathname
  let used = location.pathname !== startPath || Boolean(document.querySelector('[data-verdict]'))
  let timer = 0

  const ask = () => {
    if (!used) return
    let seconds = Number(count)
    const tick = () => {
      if (seconds < 0) return leave ? leave.submit() : location.replace(start)
      left.textContent = seconds
      ring.setAttribute('stroke-dashoffset', Number(count) - seconds)
      seconds -= 1
      timer = setTimeout(tick, 1000)
    }
    dialog.showModal()
    tick()
  }
  const renew = () => {
    used = true
    clearTimeout(timer)
    if (dialog.open) dialog.close()
    timer = setTimeout(ask, Number(after) * 1000)
  }

  for (const sign of ['pointerdown', 'keydown', 'fair:badge']) document.addEventListener(sign, renew, true)
  dialog.addEventListener('close', () => { if (timer) renew() })
  if (used) renew()
  // Coming back by the browser's own button must not show the last person.
  addEventListener('pageshow', event => { if (event.persisted) location.replace(start) })
}
