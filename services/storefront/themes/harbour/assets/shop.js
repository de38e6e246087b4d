// What the pages do besides, where scripts run. Without it everything works by forms and links.
const root = document.documentElement
root.classList.add('has-script')

// The number of pieces stands in a cookie: pages are the same for everybody.
const pieces = Number(document.cookie.match(/(?:^|; )(?:__Host-)?kontor_count=(\d+)/)?.[1] ?? 0)
if (pieces > 0) {
  for (const mark of document.querySelectorAll('[data-count]')) {
    mark.textContent = String(pieces)
    mark.hidden = false
  }
  for (const words of document.querySelectorAll('[data-count-words]')) words.hidden = false
}

// A menu that stands open closes when somebody goes on elsewhere.
const drops = document.querySelectorAll('details.drop')
addEventListener('click', (event) => {
  for (const drop of drops) if (!drop.contains(event.target)) drop.open = false
})
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const drop of drops) {
    if (drop.open && drop.contains(document.activeElement)) drop.querySelector('summary').focus()
    drop.open = false
  }
})

// A list is sorted as soon as its order is chosen.
for (const select of document.querySelectorAll('form[data-auto] select, select[data-auto]')) {
  select.addEventListener('change', () => select.form.requestSubmit())
}

// An order is placed once, also by a double click.
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
  })
  addEventListener('pageshow', () => delete form.dataset.sent)
}

// Who waits for his order is shown it as soon as it is there.
for (const link of document.querySelectorAll('a[data-again]')) {
  setTimeout(() => location.replace(link.href), 1500)
}

// What is wrong is read out, and is where the keyboard is.
document.querySelector('[data-focus], [aria-invalid="true"]')?.focus()

// On a phone the filters do not stand before what was found.
if (matchMedia('(max-width: 59.99rem)').matches) {
  document.querySelector('.filters details')?.removeAttribute('open')
}

// Another choice of a product shows its price and its stock at once.
const form = document.querySelector('form[data-choice]')
const data = form?.querySelector('[data-variants]')
if (form && data) {
  const variants = JSON.parse(data.textContent)
  const words = form.querySelector('[data-words]').content
  const say = (name) => words.querySelector(`[data-${name}]`)?.textContent ?? ''
  const line = form.querySelector('[data-price-line]')
  const stock = form.querySelector('[data-stock]')
  const add = form.querySelector('[data-add]')
  const names = Object.keys(variants[0]?.options ?? {}).filter((name) => form.elements[name])
  const show = () => {
    const chosen = new FormData(form)
    const found = variants.find((one) => names.every((name) => one.options[name] === chosen.get(name)))
    const { is, count } = found?.stock ?? { is: 'not_made' }
    stock.className = `stock is-${is}`
    stock.textContent = is === 'few' ? say(count === 1 ? 'few-one' : 'few').replace('{n}', String(count)) : say(is)
    add.disabled = is === 'out' || is === 'not_made'
    if (!found) return
    const price = line.querySelector('.price')
    price.classList.toggle('is-less', Boolean(found.before))
    const now = Object.assign(document.createElement('span'), { textContent: found.price ?? say('none') })
    now.dataset.price = ''
    price.replaceChildren(now)
    if (found.before) price.append(' ', Object.assign(document.createElement('s'), { textContent: found.before }))
    history.replaceState(null, '', `?${new URLSearchParams(names.map((name) => [name, chosen.get(name)]))}`)
  }
  form.addEventListener('change', (event) => event.target.type === 'radio' && show())
}

// Who works here is shown the way to edit the page.
if (/(?:^|; )(?:__Host-)?kontor_staff=1/.test(document.cookie)) {
  document.querySelector('[data-edit]')?.removeAttribute('hidden')
}

// A film is fetched from where it is shown once somebody wants to see it.
for (const film of document.querySelectorAll('[data-embed]')) {
  film.querySelector('a')?.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const frame = document.createElement('iframe')
    const address = new URL(film.dataset.embed)
    address.searchParams.set('autoplay', '1')
    Object.assign(frame, { title: film.dataset.title, allow: 'autoplay; fullscreen; encrypted-media; picture-in-picture', src: address.href })
    film.replaceChildren(frame)
    frame.focus()
  })
}
