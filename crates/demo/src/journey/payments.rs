//! What a person tries, subscribes to, buys and ends, and the properties that follow from it.

use super::Life;
use crate::acts::{Item, Source};
use crate::calendar::{date, moment, HOUR};
use crate::json::Object;
use crate::people::{Standing, Story};
use crate::products::VPN;
use crate::subscription::{Subscription, TRIAL};
use muster_rules::time::{format_instant, Millis, DAY};
use muster_rules::value::canonical_text;

impl Life<'_> {
    /// Plans, trials, payments and add-ons.
    pub(super) fn pay(&mut self) {
        let person = self.person();
        match &person.standing {
            Standing::Free => {
                if !self.diary.dice.chance(10) {
                    self.change(person.signed_up, "plan", Some(canonical_text("free")));
                }
            }
            Standing::Invited => self.change(person.signed_up, "plan", Some(canonical_text("family"))),
            Standing::Tried(at) => {
                self.change(person.signed_up, "plan", Some(canonical_text("free")));
                let plan = self.diary.dice.weighted(&[(60, "plus"), (40, "family")]);
                let began = self.try_out(*at, plan);
                self.change(began + TRIAL, "billing_status", Some(canonical_text("expired")));
            }
            Standing::Buyer(subscription) => {
                self.change(person.signed_up, "plan", Some(canonical_text("free")));
                self.subscribe(subscription);
            }
        }
        self.buy_add_ons();
    }

    /// Tries a plan; since when.
    fn try_out(&mut self, at: Millis, plan: &str) -> Millis {
        let began = self.diary.trial_visit(at, plan);
        if began <= self.world().now {
            self.change(began, "trial_ends", Some(canonical_text(&format_instant(began + TRIAL))));
            self.change(began, "billing_status", Some(canonical_text("trial")));
        }
        began
    }

    fn subscribe(&mut self, subscription: &Subscription) {
        let now = self.world().now;
        let Some((first, _)) = subscription.phases.first() else { return };
        self.try_out(subscription.trial, first.id());
        if subscription.seats > 1 {
            self.change(subscription.trial, "seats", Some(subscription.seats.to_string()));
        }
        for (nth, (plan, came)) in subscription.phases.iter().enumerate() {
            let unit = subscription.price(*plan) / subscription.seats;
            let mut items: Vec<Item> = vec![(plan.product(), unit, subscription.seats)];
            if self.diary.dice.chance(140) {
                let extra = self.diary.some_add_on();
                items.push((extra, if subscription.yearly { extra.yearly } else { extra.monthly }, 1));
            }
            let bought = self.buy(*came, &items, subscription.yearly);
            if nth == 0 {
                self.change(bought, "billing_status", Some(canonical_text("active")));
            }
            self.change(bought, "plan", Some(canonical_text(plan.id())));
            let end = subscription.phases.get(nth + 1).map(|(_, next)| *next).or(subscription.ended).unwrap_or(now);
            let mut paid = bought;
            for due in subscription.due(bought) {
                self.change(paid, "renewal_date", Some(canonical_text(&date(due))));
                if due >= end {
                    break;
                }
                let renewed = Object::new()
                    .cents("amount", subscription.price(*plan))
                    .text("currency", self.person().country.currency)
                    .text("plan", plan.id())
                    .text("product_id", plan.id())
                    .text("region_id", &self.person().home.region(due));
                self.diary.write(due, Source::Desk, "subscription_renewed", renewed);
                self.payments.push((due, subscription.price(*plan)));
                paid = due;
            }
        }
        if let Some(ended) = subscription.ended {
            // Some minutes after the buyer came the payment was made, and by those the next one was due later.
            let ended = ended + HOUR;
            self.change(ended, "plan", Some(canonical_text("free")));
            self.change(ended, "billing_status", Some(canonical_text("ended")));
            self.change(ended, "renewal_date", None);
            let why = self.diary.dice.weighted(&[(40, "price"), (25, "unused"), (20, "other_product"), (15, "trouble")]);
            self.diary.write(ended, Source::Desk, "subscription_ended", Object::new().text("reason", why));
        }
    }

    /// Comes, buys and pays; when that was.
    pub(super) fn buy(&mut self, came: Millis, items: &[Item], yearly: bool) -> Millis {
        let at = self.diary.buying_visit(came, items, yearly);
        self.payments.push((at, items.iter().map(|(_, price, quantity)| price * quantity).sum()));
        at
    }

    fn buy_add_ons(&mut self) {
        let person = self.person();
        // Whoever pays for a plan buys add-ons after it.
        let (from, often) = match &person.standing {
            Standing::Buyer(subscription) => (subscription.last_bought() + DAY, 420),
            Standing::Invited => (self.from() + DAY, 150),
            Standing::Free | Standing::Tried(_) => (self.from() + DAY, 50),
        };
        let until = person.until.min(self.world().now - 2 * HOUR);
        let certain = person.story == Story::VpnOnly;
        if person.story == Story::Silent || (from >= until && !certain) {
            return;
        }
        let mut bought = Vec::new();
        if certain {
            bought.push(&VPN);
        }
        while bought.len() < 3 && self.diary.dice.chance(often) {
            bought.push(self.diary.some_add_on());
        }
        let mut from = from;
        for product in bought {
            let came = moment(&mut self.diary.dice, from, until.max(from), person.rhythm, person.country.ahead);
            let yearly = self.diary.dice.chance(700);
            let price = if yearly { product.yearly } else { product.monthly };
            let at = self.buy(came, &[(product, price, 1)], yearly);
            from = at + HOUR;
            if from > until {
                break;
            }
        }
    }
}
