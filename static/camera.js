// The camera, where this device and address allow it: a live picture, else a photo. The decoder (400 kB) is loaded when
// the camera is opened, not before. What it reads is told as `fair:badge`, like a scanner's.
'use strict'
{
  const HARD_TO_READ = 4000 // ms without a badge: say how to hold it
  const LONGEST_SIDE = 1600 // px of a photo: phones take 3 to 12 MB
  const OPTIONS = { formats: ['QRCode'], tryHarder: true, tryInvert: true, maxNumberOfSymbols: 2 }
  const SENTENCES = { NotAllowedError: 'notAllowed', NotFoundError: 'notFound', OverconstrainedError: 'notFound', NotReadableError: 'notReadable' }

  const place = document.querySelector('[data-camera]')
  const words = place.dataset
  const idle = place.firstElementChild
  let stream = null

  let decoder
  const load = () => decoder ??= new Promise((done, failed) => {
    const script = document.createElement('script')
    script.src = words.decoder
    script.onload = () => {
      ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => words.wasm } })
      done(ZXingWASM)
    }
    script.onerror = failed
    document.head.append(script)
  })
  const codesIn = async picture => {
    const found = await (await load()).readBarcodes(picture, OPTIONS)
    return found.flatMap(one => fair.codesIn(one.text))
  }
  const tell = code => document.dispatchEvent(new CustomEvent('fair:badge', { detail: { code } }))

  const pixels = (source, width, height) => {
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const pen = canvas.getContext('2d', { willReadFrequently: true })
    pen.drawImage(source, 0, 0, width, height)
    return pen.getImageData(0, 0, width, height)
  }

  const say = text => {
    const line = place.querySelector('[data-hint]') ?? document.createElement('p')
    line.dataset.hint = ''
    line.setAttribute('role', 'status')
    line.textContent = text
    place.append(line)
  }

  const start = async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } } })
    } catch (error) {
      say(words[SENTENCES[error.name]] ?? words.notFound)
      return photo()
    }
    const video = document.createElement('video')
    video.playsInline = video.muted = true
    video.srcObject = stream
    idle.hidden = true
    place.replaceChildren(video, idle, button(words.shut, stop))
    await video.play()
    await watch(video)
  }

  const watch = async video => {
    let last = performance.now()
    while (stream?.active && video.isConnected) {
      if (video.videoWidth && document.visibilityState === 'visible') {
        const codes = await codesIn(pixels(video, video.videoWidth, video.videoHeight))
        if (codes.length) { last = performance.now(); codes.forEach(tell) }
        if (performance.now() - last > HARD_TO_READ) say(words.hold)
        else place.querySelector('[data-hint]')?.remove()
      }
      await new Promise(done => setTimeout(done, 60))
    }
  }

  const stop = () => { // else the lamp stays on
    stream?.getTracks().forEach(track => track.stop())
    stream = null
    idle.hidden = false
    place.replaceChildren(idle, button(words.open, start))
  }

  const button = (text, act) => {
    const one = document.createElement('button')
    one.type = 'button'
    one.textContent = text
    one.addEventListener('click', act)
    return one
  }

  const photo = () => {
    const label = document.createElement('label')
    label.className = 'button'
    label.textContent = words.photo
    const input = document.createElement('input')
    Object.assign(input, { type: 'file', accept: 'image/*', className: 'unseen' })
    input.setAttribute('capture', 'environment')
    input.addEventListener('change', () => { if (input.files[0]) readPhoto(input.files[0]).finally(() => { input.value = '' }) })
    label.append(input)
    place.append(label)
  }
  const readPhoto = async file => {
    try {
      const picture = await createImageBitmap(file)
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
      const codes = await codesIn(pixels(picture, Math.round(picture.width * scale), Math.round(picture.height * scale)))
      if (codes.length) return tell(codes[0])
    } catch { /* a picture that this browser can't open is told like one without a badge */ }
    say(words.unread)
  }

  const begin = async () => {
    if (!navigator.mediaDevices?.getUserMedia) return photo()
    const allowed = await navigator.permissions?.query({ name: 'camera' }).catch(() => null)
    if (allowed?.state === 'granted' && 'auto' in words) return start()
    place.append(button(words.open, start))
  }
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden' && stream) stop() })
  addEventListener('pagehide', stop)
  begin()
}
