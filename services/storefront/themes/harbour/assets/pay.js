// Paying by card. The form is Stripe's: what is typed there goes to Stripe and never here. This asks the shop with what to pay, shows the
// form in the theme's colours, and has Stripe confirm; Stripe leads to /checkout/return, where the order is.
const form = document.querySelector('form[data-pay]')
const find = (name) => form.querySelector(`[data-${name}]`)
const [choice, box, place, wait, problem, button] = ['by-card', 'card', 'card-form', 'card-wait', 'card-problem', 'place'].map(find)
const PAID = ['succeeded', 'processing', 'requires_capture']
let card
let isBusy = false

const say = (words) => {
  problem.textContent = words
  problem.hidden = !words
  if (words) problem.focus()
}

/** Goes there; nothing comes after it. */
const leave = (path) => {
  location.assign(path)
  return new Promise(() => {})
}

/** What it takes to pay: the same try each time, unless the cart is another one by now. */
const ask = async () => {
  const body = new URLSearchParams({ total: form.elements.total.value })
  const answer = await fetch('/checkout/session', { method: 'POST', body })
  const said = await answer.json()
  if (said.to) return leave(said.to)
  if (said.problem) throw Object.assign(new Error(said.problem), { isTold: true })
  return said
}

const script = () => new Promise((resolve, reject) => {
  if (window.Stripe) return resolve()
  const wrong = () => reject(Object.assign(new Error(box.dataset.unreachable), { isTold: true }))
  document.head.append(Object.assign(document.createElement('script'), { src: box.dataset.script, onload: resolve, onerror: wrong }))
})

/** The theme's colours and letters, as they are at the moment. */
const appearance = () => {
  const of = getComputedStyle(document.documentElement)
  const color = (name) => of.getPropertyValue(`--${name}`).trim()
  const variables = {
    colorPrimary: color('accent'), colorBackground: color('raised'), colorText: color('ink'), colorTextSecondary: color('soft'),
    colorDanger: color('bad'), fontFamily: getComputedStyle(document.body).fontFamily, borderRadius: '3px',
  }
  for (const [name, value] of Object.entries(variables)) if (!value) delete variables[name]
  return { theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'stripe', variables }
}

const back = (intent) => `/checkout/return?${new URLSearchParams({ payment_intent: intent })}`

const show = async () => {
  const [said] = await Promise.all([ask(), script()])
  const stripe = window.Stripe(said.publishable_key)
  // It may be paid already: before this page was loaded again, or by the button of before.
  const { paymentIntent } = await stripe.retrievePaymentIntent(said.client_secret)
  if (PAID.includes(paymentIntent?.status)) return leave(back(paymentIntent.id))
  const elements = stripe.elements({ clientSecret: said.client_secret, locale: said.locale, appearance: appearance() })
  const element = elements.create('payment', { layout: 'tabs', defaultValues: { billingDetails: said.billing_details } })
  await new Promise((resolve, reject) => {
    element.on('ready', resolve)
    element.on('loaderror', ({ error }) => reject(error))
    element.mount(place)
  })
  return { stripe, elements, secret: said.client_secret }
}

const told = (error) => {
  if (!error.isTold && !['card_error', 'validation_error'].includes(error.type)) console.warn('Stripe:', error.message)
  say(error.isTold || ['card_error', 'validation_error'].includes(error.type) ? error.message : box.dataset.broken)
}

/** Shows the form once it is wanted. */
const open = async () => {
  box.hidden = !choice.checked
  button.disabled = choice.checked && !card
  if (!choice.checked || card || isBusy) return
  isBusy = true
  wait.hidden = false
  try {
    card = await show()
  } catch (error) {
    told(error)
    box.hidden = true
    choice.checked = false
  }
  wait.hidden = true
  isBusy = false
  button.disabled = !form.querySelector('[name=provider]:checked')
}

const pay = async () => {
  const { stripe, elements, secret } = card
  const checked = await elements.submit()
  if (checked.error) return told(checked.error)
  // Nobody pays what the cart has not cost since another window changed it.
  const said = await ask()
  if (said.client_secret !== secret) return leave('/checkout?said=prices')
  const confirmParams = { return_url: new URL('/checkout/return', location.href).href }
  const { error } = await stripe.confirmPayment({ elements, confirmParams })
  if (PAID.includes(error?.payment_intent?.status)) return leave(back(error.payment_intent.id))
  if (error) told(error)
}

form.addEventListener('change', (event) => event.target.name === 'provider' && open())
form.addEventListener('submit', async (event) => {
  if (!choice.checked) return
  event.preventDefault()
  if (isBusy || !card) return
  isBusy = true
  button.disabled = true
  say('')
  try {
    await pay()
  } catch (error) {
    told(error)
  }
  isBusy = false
  button.disabled = false
  delete form.dataset.sent
})
// The page as it was before he paid is not the page as it is.
addEventListener('pageshow', (event) => event.persisted && location.reload())

choice.disabled = false
// Where there is another way to pay, nothing is begun at Stripe before somebody wants it.
choice.checked = !form.querySelector('[name=provider]:checked')
open()
