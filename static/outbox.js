// A booth's phone keeps what it recorded until the fair's machine has it: written, sending, recorded, refused, waiting.
// Works on plain HTTP. Every form with data-outbox="/api/v1/…" is kept here first and then sent as JSON; its scan_id
// is made when the person acts and never again. Where this browser can't keep anything, it says so and sends at once.
// Tells: `fair:kept` {entry}, `fair:recorded` {entry, answer}, `fair:refused` {entry, error}.
'use strict'
{
  const MANY = 5 // more than this go as one batch
  const BATCH = 100
  const LONGEST = 3000 // ms for one answer
  const SLOWEST = 30000 // ms between two tries
  const SHOWN_AFTER = 800 // ms: what is sent at once needs no notice

  const box = document.getElementById('outbox')
  const words = box.dataset
  const booth = document.querySelector('[data-booth]').dataset.booth
  const others = 'BroadcastChannel' in window ? new BroadcastChannel('outbox') : null
  // A phone's clock may be wrong: the page brings the fair's.
  const ahead = words.now ? Date.parse(words.now) - Date.now() : 0
  const offset = Math.abs(ahead) > 120000 ? ahead : 0

  // -- kept on this phone ------------------------------------------------------------------------------------------

  let opened
  const open = () => opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open('outbox', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore('entries', { keyPath: 'n', autoIncrement: true })
    asked.onsuccess = () => done(asked.result)
    asked.onerror = asked.onblocked = () => failed(asked.error)
  })

  // Runs `act` on the store and gives its result when it is on the disk, not before.
  const kept = async (mode, act, again = true) => {
    try {
      const db = await open()
      return await new Promise((done, failed) => {
        const change = db.transaction('entries', mode, { durability: 'strict' })
        const asked = act(change.objectStore('entries'))
        change.oncomplete = () => done(asked.result)
        change.onerror = change.onabort = () => failed(change.error)
      })
    } catch (error) {
      if (!again || error?.name !== 'InvalidStateError') throw error
      opened = undefined // iOS closes it in the background: open once more
      return kept(mode, act, false)
    }
  }

  let keeps = true // this browser keeps entries; else they live in `loose`, as long as the page does
  let loose = []
  const add = async entry => {
    if (keeps) {
      try { return { ...entry, n: await kept('readwrite', store => store.add(entry)) } } catch { keeps = false }
    }
    const one = { ...entry, n: entry.scan }
    loose.push(one)
    return one
  }
  const all = async () => [...(keeps ? await kept('readonly', store => store.getAll()) : []), ...loose]
  const change = async entry => {
    if (loose.includes(entry)) return
    await kept('readwrite', store => store.put(entry))
  }
  const drop = async entry => {
    if (loose.includes(entry)) loose = loose.filter(other => other !== entry)
    else await kept('readwrite', store => store.delete(entry.n))
  }
  const tryKeeping = async () => {
    try {
      const n = await kept('readwrite', store => store.add({ test: true }))
      await kept('readwrite', store => store.delete(n))
    } catch { keeps = false }
  }

  // -- written -----------------------------------------------------------------------------------------------------

  const write = async (path, fields) => {
    const scan = fair.newId()
    const at = new Date(Date.now() + offset).toISOString()
    const entry = await add({ scan, path, booth, at, body: { ...fields, scan_id: scan, at } })
    tell('fair:kept', { entry })
    await count()
    send()
    return entry
  }

  const fieldsOf = (form, submitter) => {
    const given = new FormData(form)
    if (submitter?.name) given.set(submitter.name, submitter.value)
    return Object.fromEntries([...given].filter(([name, value]) => name !== 'scan_id' && (value !== '' || name === 'seen')))
  }

  addEventListener('submit', event => {
    const form = event.target
    if (!form.dataset.outbox) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const pressed = event.submitter
    if (pressed?.name === 'outcome') {
      for (const other of form.querySelectorAll('[name=outcome]')) other.setAttribute('aria-pressed', other === pressed)
    }
    write(form.dataset.outbox, fieldsOf(form, pressed))
  })
  document.addEventListener('fair:write', event => {
    write(event.target.dataset.outbox, { code: event.detail.code }).then(draft)
  })

  // The card of the person who was just scanned, at once: its buttons already work, what was released comes later.
  const draft = entry => {
    const template = document.querySelector('template[data-draft]')
    if (!template) return
    const copy = template.content.cloneNode(true)
    const code = entry.body.code
    const number = fair.codesIn(code).map(fair.numberOf)[0] ?? code.toUpperCase()
    for (const place of copy.querySelectorAll('[data-number]')) place.textContent = number
    for (const form of copy.querySelectorAll('[data-outbox]')) {
      form.dataset.outbox = form.dataset.outbox.replace('SCAN', entry.scan)
    }
    const card = document.getElementById('card')
    card.dataset.visit = entry.scan
    card.replaceChildren(copy)
  }

  // -- sending -----------------------------------------------------------------------------------------------------

  let flying = false
  let wait = 1000
  let timer = 0
  const send = async () => {
    if (flying) return
    flying = true
    clearTimeout(timer)
    let later = 0
    try {
      for (let due = await waiting(); due.length && !later; due = await waiting()) {
        later = due.length > MANY ? await sendBatch(due.slice(0, BATCH)) : await sendOne(due[0])
        await count()
      }
    } catch { later = wait }
    flying = false
    if (!later) { wait = 1000; return }
    timer = setTimeout(send, Math.max(later, wait) * (0.8 + Math.random() * 0.4))
    wait = Math.min(wait * 2, SLOWEST)
  }
  const waiting = async () => (await all()).filter(entry => entry.scan && !entry.refused && entry.booth === booth)

  const post = (path, body, longest) => fetch(path, {
    method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' }, signal: AbortSignal.timeout(longest),
  })
  // Milliseconds to wait before the next try; 0 goes on.
  const sendOne = async entry => {
    const answer = await post(entry.path, entry.body, LONGEST)
    return settle(entry, answer.status, await answer.json(), answer.headers.get('Retry-After'))
  }
  const sendBatch = async entries => {
    const answer = await post('/api/v1/batches', { calls: entries.map(({ path, body }) => ({ path, body })) }, LONGEST * 5)
    const said = await answer.json()
    if (!answer.ok) return settle(entries[0], answer.status, said, answer.headers.get('Retry-After'))
    let later = 0
    for (const [at, one] of said.answers.entries()) later ||= await settle(entries[at], one.status, one.body, null)
    return later
  }

  const settle = async (entry, status, answer, retryAfter) => {
    words.signedOut = status === 401 || status === 403 ? 'yes' : ''
    if (status >= 200 && status < 300) {
      await drop(entry)
      localStorage.setItem('outbox-sent', Date.now())
      tell('fair:recorded', { entry, answer })
      return 0
    }
    if (status >= 400 && status < 500 && ![401, 403, 429].includes(status) && answer.error?.retry === false) {
      entry.refused = answer.error.message
      await change(entry)
      tell('fair:refused', { entry, error: answer.error })
      return 0
    }
    return Math.max(Number(retryAfter) * 1000 || 0, wait)
  }

  // -- what the person sees ----------------------------------------------------------------------------------------

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }))
  const said = document.getElementById('told')
  const band = (look, verdict, text, number) => {
    const show = document.querySelector(`template[data-band=${look}]`).content.cloneNode(true)
    const one = show.querySelector('.verdict')
    if (verdict) one.dataset.verdict = verdict
    one.querySelector('.headline').textContent = text
    one.querySelector('.number').textContent = number ?? ''
    said.replaceChildren(show)
  }
  document.addEventListener('fair:kept', ({ detail: { entry } }) => {
    if (entry.path.endsWith('/visits')) band(keeps ? 'kept' : 'look', '', keeps ? words.kept : words.notKept)
  })
  document.addEventListener('fair:refused', ({ detail: { entry, error } }) => {
    band('no', '', error.message)
    if (entry.path.endsWith('/visits')) document.getElementById('card')?.replaceChildren()
  })
  document.addEventListener('fair:recorded', async ({ detail: { entry, answer } }) => {
    if (!entry.path.endsWith('/visits')) return outcome(entry, answer)
    const look = { recorded: 'yes', seen_before: 'look' }[answer.verdict] ?? 'no'
    band(look, answer.verdict, words[answer.verdict.replace(/_(.)/g, (_, sign) => sign.toUpperCase())] ?? '', answer.badge_number)
    const card = document.getElementById('card')
    if (!answer.visit) return card?.replaceChildren() // nobody to talk to: the desk helps
    if (!(await waiting()).length) fill(answer.visit) // what waits would be overwritten
  })

  // What was said of a visit: who says more on this phone has seen it, so the two are no conflict.
  const also = (seen, operation) => [seen, operation].filter(Boolean).join('.')
  const outcome = async (entry, answer) => {
    for (const form of document.querySelectorAll('#card form')) {
      if (form.dataset.outbox === entry.path && form.elements.seen) form.elements.seen.value = also(form.elements.seen.value, answer.operation)
    }
    const later = (await waiting()).filter(other => other.path === entry.path)
    for (const other of later) {
      if (!('seen' in other.body)) continue
      other.body.seen = also(other.body.seen, answer.operation)
      await change(other)
    }
    if (later.length) return
    if (answer.verdict === 'conflict') band('look', 'conflict', words.conflict)
    else band('yes', answer.verdict, words.saved)
    const card = document.getElementById('card')
    const typing = card?.contains(document.activeElement) && document.activeElement.matches('input, textarea, select')
    if (card?.dataset.visit && entry.path.includes(card.dataset.visit) && !typing) fill(card.dataset.visit)
  }
  const fill = visit => {
    const card = document.getElementById('card')
    if (!card?.dataset.card) return
    htmx.ajax('GET', card.dataset.card.replace('VISIT', encodeURIComponent(visit)), { target: '#card', swap: 'outerHTML' })
  }

  let shown = 0
  const count = async () => {
    const entries = (await all()).filter(entry => entry.scan)
    const refused = entries.filter(entry => entry.refused)
    const pending = entries.length - refused.length
    box.dataset.pending = pending
    clearTimeout(shown)
    if (!pending && !refused.length && keeps) box.hidden = true
    else shown = setTimeout(() => { box.hidden = false }, box.hidden ? SHOWN_AFTER : 0)
    box.querySelector('p').textContent = sentences(pending, entries).join(document.documentElement.lang.startsWith('zh') ? '' : ' ')
    box.querySelector('ul').replaceChildren(...refused.map(row))
    box.querySelector('ul').hidden = !refused.length
    others?.postMessage('changed')
  }
  const sentences = (pending, entries) => {
    const told = keeps ? [] : [words.notKept]
    if (!pending) return told
    told.push(pending === 1 ? words.one : words.many.replace('2', pending), words.signedOut ? words.signIn : words.safe)
    const foreign = entries.find(entry => entry.booth !== booth)
    if (foreign) told.push(words.otherBooth.replace('BOOTH', foreign.booth))
    const sent = Number(localStorage.getItem('outbox-sent'))
    const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: 'numeric', minute: '2-digit', hour12: false })
    if (sent) told.push(words.sent.replace('TIME', clock.format(sent)))
    return told
  }
  const row = entry => {
    const line = document.createElement('li')
    const text = document.createElement('span')
    text.textContent = `${entry.body.code ?? ''} ${words.refused} ${entry.refused}`
    line.append(text, button(words.correct, async () => {
      await drop(entry)
      const field = document.querySelector('[data-scan]')
      field.value = entry.body.code ?? ''
      field.focus()
      count()
    }), button(words.drop, async () => { await drop(entry); count() }))
    return line
  }
  const button = (text, act) => {
    const one = document.createElement('button')
    one.type = 'button'
    one.textContent = text
    one.addEventListener('click', act)
    return one
  }

  others?.addEventListener('message', () => all().then(entries => {
    box.dataset.pending = entries.filter(entry => entry.scan && !entry.refused).length
  }))
  for (const sign of ['online', 'pageshow']) addEventListener(sign, send)
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') send() })
  tryKeeping().then(count).then(send)
}
