// A strict double of Stripe.js: what it does not know it refuses by name, as Stripe.js does what is wrong.
(() => {
  const base = new URL(document.currentScript.src).origin

  class IntegrationError extends Error {
    constructor(message) {
      super(message)
      this.name = 'IntegrationError'
    }
  }
  const refuse = (message) => { throw new IntegrationError(message) }
  const only = (what, given, known) => {
    if (given === null || typeof given !== 'object') refuse(`${what} wants an object`)
    for (const name of Object.keys(given)) if (!known.includes(name)) refuse(`${what}: unknown option ${name}`)
  }
  const SECRET = /^(pi_[A-Za-z0-9]+)_secret_[A-Za-z0-9]+$/
  const idOf = (secret) => SECRET.exec(secret)?.[1] ?? refuse(`Invalid value for clientSecret: ${secret}`)

  const ask = async (path, settings) => {
    const answer = await fetch(base + path, settings)
    return { ok: answer.ok, said: await answer.json() }
  }
  const never = () => new Promise(() => {})

  const VARIABLES = ['colorPrimary', 'colorBackground', 'colorText', 'colorTextSecondary', 'colorTextPlaceholder', 'colorDanger', 'fontFamily', 'fontSizeBase', 'spacingUnit', 'borderRadius']

  class Element {
    constructor(stripe, settings) {
      Object.assign(this, { stripe, settings, inputs: null, handlers: {} })
    }
    on(event, handler) {
      if (!['ready', 'change', 'loaderror', 'focus', 'blur'].includes(event)) refuse(`There is no event ${event}`)
      this.handlers[event] = handler
      return this
    }
    tell(event, said = {}) {
      this.handlers[event]?.({ elementType: 'payment', ...said })
    }
    mount(where) {
      const place = typeof where === 'string' ? document.querySelector(where) : where
      if (!place) refuse(`The selector you specified (${where}) applies to no DOM elements that are currently on the page.`)
      const { variables } = this.settings.appearance
      const field = (name, label, hint) => {
        const words = document.createElement('label')
        const input = Object.assign(document.createElement('input'), { id: `double-${name}`, autocomplete: hint, inputMode: 'numeric' })
        words.htmlFor = input.id
        words.textContent = label
        words.style.color = variables.colorText
        input.style.width = '100%'
        input.addEventListener('input', () => this.tell('change', { empty: false, complete: Object.values(this.inputs).every((one) => one.value) }))
        place.append(words, input)
        return input
      }
      place.replaceChildren()
      this.inputs = {
        number: field('number', 'Card number', 'cc-number'),
        expiry: field('expiry', 'Expiration date', 'cc-exp'),
        cvc: field('cvc', 'Security code', 'cc-csc'),
      }
      this.stripe.look(this.settings.clientSecret).then(({ error, paymentIntent }) => {
        const is_open = paymentIntent && ['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(paymentIntent.status)
        if (is_open) this.tell('ready')
        else this.tell('loaderror', { error: error ?? { type: 'invalid_request_error', message: `The PaymentIntent is in a terminal state: ${paymentIntent.status}` } })
      })
    }
    wrong() {
      const no = (code, message) => ({ error: { type: 'validation_error', code, message } })
      const { number, expiry, cvc } = this.inputs
      if (number.value.replace(/\D/g, '').length < 13) return no('incomplete_number', 'Your card number is incomplete.')
      if (!/^\d\d\s*\/?\s*\d\d$/.test(expiry.value.trim())) return no('incomplete_expiry', "Your card's expiration date is incomplete.")
      if (cvc.value.trim().length < 3) return no('incomplete_cvc', "Your card's security code is incomplete.")
      return null
    }
  }

  window.Stripe = (key, settings = {}) => {
    if (typeof key !== 'string' || !key.startsWith('pk_')) refuse(`Please call Stripe() with your publishable key. You used: ${String(key).slice(0, 3)}`)
    only('Stripe()', settings, ['locale', 'apiVersion', 'stripeAccount'])
    const stripe = {
      async look(secret) {
        const { ok, said } = await ask(`/js/payment_intents/${idOf(secret)}?${new URLSearchParams({ key, client_secret: secret })}`)
        return ok ? { paymentIntent: said } : { error: said.error }
      },
      retrievePaymentIntent: (secret) => stripe.look(secret),
      elements(settings) {
        only('elements()', settings, ['clientSecret', 'appearance', 'locale', 'fonts', 'loader'])
        idOf(settings.clientSecret)
        const appearance = { theme: 'stripe', variables: {}, ...settings.appearance }
        only('appearance', appearance, ['theme', 'variables', 'rules', 'labels', 'disableAnimations'])
        only('appearance.variables', appearance.variables, VARIABLES)
        if (!['stripe', 'night', 'flat'].includes(appearance.theme)) refuse(`There is no theme ${appearance.theme}`)
        for (const [name, value] of Object.entries(appearance.variables)) if (typeof value !== 'string' || !value.trim() || value.includes('var(')) refuse(`appearance.variables.${name} is no value: ${value}`)
        let element = null
        return {
          create(kind, options = {}) {
            if (kind !== 'payment') refuse(`This double has no element ${kind}`)
            if (element) refuse('Can only create one Element of type payment through Elements.')
            only('create()', options, ['layout', 'defaultValues', 'business', 'fields', 'terms', 'wallets', 'readOnly', 'paymentMethodOrder'])
            only('defaultValues.billingDetails', options.defaultValues?.billingDetails ?? {}, ['name', 'email', 'phone', 'address'])
            element = new Element(stripe, { ...settings, appearance })
            return element
          },
          getElement: () => element,
          async submit() {
            if (!element?.inputs) refuse('Please mount the element before you submit it.')
            return element.wrong() ?? {}
          },
          ours: () => element,
        }
      },
      async confirmPayment(options) {
        only('confirmPayment()', options, ['elements', 'clientSecret', 'confirmParams', 'redirect'])
        const element = options.elements?.ours() ?? refuse('confirmPayment() wants elements')
        if (!element.inputs) refuse('Invalid value for elements: the element is not mounted')
        const back = options.confirmParams?.return_url
        if (!/^https?:\/\//.test(back ?? '')) refuse('confirmPayment() wants confirmParams.return_url, an absolute address')
        if (options.clientSecret && options.clientSecret !== element.settings.clientSecret) refuse('The clientSecret is not that of the elements')
        const wrong = element.wrong()
        if (wrong) return wrong
        const secret = element.settings.clientSecret
        const id = idOf(secret)
        const body = new URLSearchParams({ key, client_secret: secret, number: element.inputs.number.value, cvc: element.inputs.cvc.value.trim(), return_url: back })
        const { ok, said } = await ask(`/js/payment_intents/${id}/confirm`, { method: 'POST', body })
        if (!ok) return { error: said.error }
        if (said.status === 'requires_action') {
          location.assign(`${base}/js/3ds?${new URLSearchParams({ key, intent: id, client_secret: secret, return_url: back })}`)
          return never()
        }
        const url = new URL(back)
        url.searchParams.set('payment_intent', id)
        url.searchParams.set('payment_intent_client_secret', secret)
        url.searchParams.set('redirect_status', said.status === 'processing' ? 'pending' : 'succeeded')
        location.assign(url)
        return never()
      },
    }
    return stripe
  }
})()
