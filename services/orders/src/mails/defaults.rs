//! The words of mails where a shop has none of its own: English, and German.

use super::render::Text;

/// Subject, heading and body of a kind; English for a language that is not here.
pub(super) fn text(kind: &str, language: &str) -> Text {
    let [subject, heading, body] = if language == "de" { german(kind) } else { english(kind) };
    Text { subject: subject.to_owned(), heading: Some(heading.to_owned()), body: body.to_owned() }
}

fn english(kind: &str) -> [&'static str; 3] {
    match kind {
        "order_placed" => [
            "Your order {{order_number}} at {{shop}}",
            "Thank you for your order",
            "{{hello}}\n\nwe have received your order {{order_number}} of {{order_date}}:\n\n{{items}}\n{{shipping}}\n\nTotal: {{order_total}}\n\nWe send it to:\n{{shipping_address}}",
        ],
        "order_canceled" => [
            "Your order {{order_number}} was canceled",
            "Your order was canceled",
            "{{hello}}\n\nyour order {{order_number}} of {{order_date}} was canceled. What you have paid for it comes back the way it was paid.",
        ],
        "order_shipped" => [
            "Your order {{order_number}} is on its way",
            "Your order is on its way",
            "{{hello}}\n\nwe have sent what you ordered on {{order_date}}.\n\n{{tracking}}\n\nIt goes to:\n{{shipping_address}}",
        ],
        "order_delivered" => [
            "Your order {{order_number}} was delivered",
            "Your order has arrived",
            "{{hello}}\n\nyour order {{order_number}} was delivered. If something is not as it should be, answer this mail.",
        ],
        "order_refunded" => [
            "{{amount}} for your order {{order_number}}",
            "We have paid you back",
            "{{hello}}\n\nwe have paid back {{amount}} for your order {{order_number}}, the way it was paid. It may take some days to arrive.",
        ],
        "return_requested" => [
            "Your return for order {{order_number}}",
            "We expect your return",
            "{{hello}}\n\nwe have noted your return {{return_number}} for order {{order_number}}. Please write its number on the parcel.",
        ],
        "return_received" => [
            "Your return for order {{order_number}} has arrived",
            "Your return has arrived",
            "{{hello}}\n\nyour return {{return_number}} for order {{order_number}} is with us.",
        ],
        "transfer_requested" => [
            "Somebody asks for your order {{order_number}}",
            "Shall this order go to another account?",
            "{{hello}}\n\nsomebody asks to have your order {{order_number}} of {{order_date}} in his account at {{shop}}. If that is you, follow the link and agree. If it is not, decline there, or do nothing.\n\n{{message}}\n\n{{by_hand}}",
        ],
        "payment_failed" => [
            "The payment of your order {{order_number}} failed",
            "Your payment failed",
            "{{hello}}\n\nthe payment of {{order_total}} for your order {{order_number}} failed. {{reason}}\n\nPlease pay it another way.",
        ],
        "payment_due" => [
            "{{amount}} for your order {{order_number}} is due",
            "A payment is due",
            "{{hello}}\n\nof your order {{order_number}}, {{amount}} is to be paid by {{due_date}}.",
        ],
        "payment_authentication" => [
            "Your bank wants to hear you about {{amount}} for your order {{order_number}}",
            "One step is left to you",
            "{{hello}}\n\nof your order {{order_number}}, {{amount}} is due. We tried to charge the card that you left with us for it, and your bank wants to hear you first. Please pay it yourself; nothing was charged.",
        ],
        "quote_sent" => [
            "Our quote {{quote_number}}",
            "Our quote for you",
            "{{hello}}\n\nthis is what we offer you:\n\n{{items}}\n{{shipping}}\n\nTotal: {{quote_total}}\n\n{{note}}\n\nThe quote holds until {{valid_until}}. You can see, accept and decline it by the link.",
        ],
        "gift_card" => [
            "A gift card of {{amount}} for {{shop}}",
            "A gift for you",
            "{{sender}} gives you a gift card of {{amount}} for {{shop}}.\n\n{{message}}\n\nIts code: {{code}}",
        ],
        "subscription_trial_ending" => [
            "Your trial of {{product}} ends",
            "Your trial ends soon",
            "{{hello}}\n\nyour trial of {{product}} ends on {{date}}. From then on it costs {{amount}}.",
        ],
        "subscription_started" => [
            "Your subscription {{product}} at {{shop}}",
            "Thank you for subscribing",
            "{{hello}}\n\nyour subscription {{product}} has begun. It costs {{amount}}, the next time on {{date}}.",
        ],
        "subscription_renewed" => [
            "{{product}} goes on",
            "Your subscription was renewed",
            "{{hello}}\n\nwe have taken {{amount}} for {{product}}. It goes on until {{date}}, and is renewed then.",
        ],
        "subscription_past_due" => [
            "The payment for {{product}} failed",
            "Your payment failed",
            "{{hello}}\n\n{{amount}} for {{product}} could not be taken on {{date}}. We try again; you can also pay it now, with another card if you like.",
        ],
        "subscription_canceled" => [
            "{{product}} was canceled",
            "Your subscription was canceled",
            "{{hello}}\n\nyour subscription {{product}} ends on {{date}}.",
        ],
        "points_earned" => [
            "{{points}} points for you",
            "You have earned points",
            "{{hello}}\n\n{{points}} points at {{shop}} are yours: you can pay with them from now on.",
        ],
        "points_expiring" => [
            "{{points}} points expire",
            "Your points expire soon",
            "{{hello}}\n\n{{points}} of your points at {{shop}} expire on {{date}}.",
        ],
        _ => [
            "{{points}} points for you",
            "Thank you for recommending us",
            "{{hello}}\n\nsomebody has bought at {{shop}} whom you have sent. {{points}} points are yours.",
        ],
    }
}

fn german(kind: &str) -> [&'static str; 3] {
    match kind {
        "order_placed" => [
            "Ihre Bestellung {{order_number}} bei {{shop}}",
            "Vielen Dank für Ihre Bestellung",
            "{{hello}}\n\nwir haben Ihre Bestellung {{order_number}} vom {{order_date}} erhalten:\n\n{{items}}\n{{shipping}}\n\nGesamtbetrag: {{order_total}}\n\nWir senden sie an:\n{{shipping_address}}",
        ],
        "order_canceled" => [
            "Ihre Bestellung {{order_number}} wurde storniert",
            "Ihre Bestellung wurde storniert",
            "{{hello}}\n\nIhre Bestellung {{order_number}} vom {{order_date}} wurde storniert. Was Sie bezahlt haben, erhalten Sie auf demselben Weg zurück.",
        ],
        "order_shipped" => [
            "Ihre Bestellung {{order_number}} ist unterwegs",
            "Ihre Bestellung ist unterwegs",
            "{{hello}}\n\nwir haben versandt, was Sie am {{order_date}} bestellt haben.\n\n{{tracking}}\n\nDie Sendung geht an:\n{{shipping_address}}",
        ],
        "order_delivered" => [
            "Ihre Bestellung {{order_number}} wurde zugestellt",
            "Ihre Bestellung ist angekommen",
            "{{hello}}\n\nIhre Bestellung {{order_number}} wurde zugestellt. Wenn etwas nicht stimmt, antworten Sie auf diese Mail.",
        ],
        "order_refunded" => [
            "{{amount}} zu Ihrer Bestellung {{order_number}}",
            "Wir haben Ihnen Geld erstattet",
            "{{hello}}\n\nwir haben zu Ihrer Bestellung {{order_number}} {{amount}} auf dem Weg erstattet, auf dem bezahlt wurde. Bis es ankommt, können einige Tage vergehen.",
        ],
        "return_requested" => [
            "Ihre Rücksendung zur Bestellung {{order_number}}",
            "Wir erwarten Ihre Rücksendung",
            "{{hello}}\n\nwir haben Ihre Rücksendung {{return_number}} zur Bestellung {{order_number}} notiert. Bitte schreiben Sie die Nummer auf das Paket.",
        ],
        "return_received" => [
            "Ihre Rücksendung zur Bestellung {{order_number}} ist da",
            "Ihre Rücksendung ist da",
            "{{hello}}\n\nIhre Rücksendung {{return_number}} zur Bestellung {{order_number}} ist bei uns angekommen.",
        ],
        "transfer_requested" => [
            "Jemand bittet um Ihre Bestellung {{order_number}}",
            "Soll diese Bestellung zu einem anderen Konto?",
            "{{hello}}\n\njemand bittet darum, Ihre Bestellung {{order_number}} vom {{order_date}} in sein Konto bei {{shop}} zu übernehmen. Wenn Sie das sind, folgen Sie dem Link und stimmen Sie zu. Wenn nicht, lehnen Sie dort ab oder tun Sie nichts.\n\n{{message}}\n\n{{by_hand}}",
        ],
        "payment_failed" => [
            "Die Zahlung Ihrer Bestellung {{order_number}} ist fehlgeschlagen",
            "Ihre Zahlung ist fehlgeschlagen",
            "{{hello}}\n\ndie Zahlung von {{order_total}} für Ihre Bestellung {{order_number}} ist fehlgeschlagen. {{reason}}\n\nBitte bezahlen Sie auf einem anderen Weg.",
        ],
        "payment_due" => [
            "{{amount}} für Ihre Bestellung {{order_number}} werden fällig",
            "Eine Zahlung wird fällig",
            "{{hello}}\n\nfür Ihre Bestellung {{order_number}} sind bis zum {{due_date}} {{amount}} zu zahlen.",
        ],
        "payment_authentication" => [
            "Ihre Bank fragt nach: {{amount}} für Ihre Bestellung {{order_number}}",
            "Ein Schritt fehlt noch",
            "{{hello}}\n\nvon Ihrer Bestellung {{order_number}} sind {{amount}} fällig. Wir wollten die Karte belasten, die Sie dafür hinterlegt haben; Ihre Bank möchte vorher von Ihnen hören. Bitte bezahlen Sie selbst, abgebucht wurde nichts.",
        ],
        "quote_sent" => [
            "Unser Angebot {{quote_number}}",
            "Unser Angebot für Sie",
            "{{hello}}\n\ndas bieten wir Ihnen an:\n\n{{items}}\n{{shipping}}\n\nGesamtbetrag: {{quote_total}}\n\n{{note}}\n\nDas Angebot gilt bis zum {{valid_until}}. Über den Link können Sie es ansehen, annehmen und ablehnen.",
        ],
        "gift_card" => [
            "Ein Gutschein über {{amount}} für {{shop}}",
            "Ein Geschenk für Sie",
            "{{sender}} schenkt Ihnen einen Gutschein über {{amount}} für {{shop}}.\n\n{{message}}\n\nDer Code: {{code}}",
        ],
        "subscription_trial_ending" => [
            "Ihre Probezeit von {{product}} endet",
            "Ihre Probezeit endet bald",
            "{{hello}}\n\nIhre Probezeit von {{product}} endet am {{date}}. Danach kostet es {{amount}}.",
        ],
        "subscription_started" => [
            "Ihr Abonnement {{product}} bei {{shop}}",
            "Vielen Dank für Ihr Abonnement",
            "{{hello}}\n\nIhr Abonnement {{product}} hat begonnen. Es kostet {{amount}}, das nächste Mal am {{date}}.",
        ],
        "subscription_renewed" => [
            "{{product}} geht weiter",
            "Ihr Abonnement wurde verlängert",
            "{{hello}}\n\nwir haben {{amount}} für {{product}} eingezogen. Es läuft bis zum {{date}} und verlängert sich dann.",
        ],
        "subscription_past_due" => [
            "Die Zahlung für {{product}} ist fehlgeschlagen",
            "Ihre Zahlung ist fehlgeschlagen",
            "{{hello}}\n\n{{amount}} für {{product}} konnten am {{date}} nicht eingezogen werden. Wir versuchen es wieder; Sie können auch jetzt bezahlen, wenn Sie möchten mit einer anderen Karte.",
        ],
        "subscription_canceled" => [
            "{{product}} wurde gekündigt",
            "Ihr Abonnement wurde gekündigt",
            "{{hello}}\n\nIhr Abonnement {{product}} endet am {{date}}.",
        ],
        "points_earned" => [
            "{{points}} Punkte für Sie",
            "Sie haben Punkte gesammelt",
            "{{hello}}\n\n{{points}} Punkte bei {{shop}} gehören Ihnen: Sie können ab jetzt damit bezahlen.",
        ],
        "points_expiring" => [
            "{{points}} Punkte verfallen",
            "Ihre Punkte verfallen bald",
            "{{hello}}\n\n{{points}} Ihrer Punkte bei {{shop}} verfallen am {{date}}.",
        ],
        _ => [
            "{{points}} Punkte für Sie",
            "Danke für Ihre Empfehlung",
            "{{hello}}\n\njemand hat bei {{shop}} eingekauft, den Sie geworben haben. {{points}} Punkte gehören Ihnen.",
        ],
    }
}
