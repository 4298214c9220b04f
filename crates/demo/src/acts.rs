//! Single acts and visits made of them: what is written down when somebody does something.

use crate::calendar::{HOUR, MINUTE};
use crate::dice::Dice;
use crate::json::{texts, Object};
use crate::people::{Person, Story, World};
use crate::products::{Product, ADD_ONS, OVERLOOKED, PAGES, QUESTIONS, REFERRERS, REPORTS, VPN};
use crate::subscription::TRIAL;
use muster_rules::data::JsonText;
use muster_rules::time::{format_instant, Millis, DAY};

/// Where an event was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// The site; its events have ids.
    Site,
    /// The mail system; its events have ids.
    Mail,
    /// The apps; no ids.
    App,
    /// Webinars, support and the breach watch; no ids.
    Desk,
}

/// An event before it has its id.
pub(crate) struct Act {
    pub(crate) at: Millis,
    pub(crate) source: Source,
    pub(crate) name: &'static str,
    pub(crate) properties: JsonText,
}

/// Something laid into a cart: the thing, its price in hundredths, how many.
pub(crate) type Item = (&'static Product, i64, i64);

/// What one person does, in no particular order between visits.
pub(crate) struct Diary<'w> {
    pub(crate) world: &'w World,
    pub(crate) person: &'w Person,
    pub(crate) dice: Dice,
    pub(crate) acts: Vec<Act>,
    /// Of the phone the app is on.
    platform: &'static str,
    /// System and kind of the device the site is read on.
    device: (&'static str, &'static str),
    on_app: u32,
}

impl<'w> Diary<'w> {
    pub(crate) fn new(world: &'w World, person: &'w Person, mut dice: Dice) -> Diary<'w> {
        let platform = dice.weighted(&[(52, "android"), (48, "ios")]);
        let device = dice.weighted(&[
            (46, ("windows", "desktop")),
            (24, ("macos", "desktop")),
            (6, ("linux", "desktop")),
            (9, ("ipados", "tablet")),
            (15, (platform, "phone")),
        ]);
        let on_app = dice.pick(&[100, 350, 550, 700, 850]);
        Diary { world, person, dice, acts: Vec::new(), platform, device, on_app }
    }

    /// Writes an act down, unless its time has not come yet or is before the first events.
    pub(crate) fn write(&mut self, at: Millis, source: Source, name: &'static str, properties: Object) {
        if at > self.world.start && at <= self.world.now {
            self.acts.push(Act { at, source, name, properties: properties.end() });
        }
    }

    /// A little later.
    fn next(&mut self, at: Millis) -> Millis {
        at + self.dice.between(9_000, 3 * MINUTE)
    }

    /// A visit like most: signs in or opens the app, looks around, sometimes does something.
    pub(crate) fn visit(&mut self, at: Millis) {
        let mut at = self.come(at, false);
        if self.dice.chance(self.person.reporter) {
            at = self.report(at);
        }
        if self.dice.chance(70) {
            let product = self.some_add_on();
            at = self.look_at(at, product);
            if self.dice.chance(130) {
                at = self.put(at, (product, product.yearly, 1));
            }
        }
        if self.dice.chance(18) {
            self.ask(at);
        }
    }

    /// A visit for a report or two.
    pub(crate) fn report_visit(&mut self, at: Millis) {
        let at = self.come(at, false);
        let at = self.report(at);
        if self.dice.chance(200) {
            self.report(at);
        }
    }

    /// A visit to the prices.
    pub(crate) fn price_visit(&mut self, at: Millis) {
        let mut at = self.come(at, true);
        if self.dice.chance(400) {
            at = self.page(at, "/features", None);
        }
        self.page(at, "/pricing", None);
    }

    /// The visit in which a trial begins; when it began.
    pub(crate) fn trial_visit(&mut self, at: Millis, plan: &str) -> Millis {
        let at = self.sign_in(at);
        let at = self.page(at, "/pricing", None);
        let ends = format_instant(at + TRIAL);
        self.write(
            at,
            Source::Site,
            "trial_started",
            Object::new().number("days", TRIAL / DAY).text("plan", plan).text("product_id", plan).text("trial_ends", &ends),
        );
        at
    }

    /// The visit in which something is bought, by the year or not; when it was. Of an order of several things each is a purchase, so that
    /// whatever was laid into a cart is found again by its product.
    pub(crate) fn buying_visit(&mut self, at: Millis, items: &[Item], yearly: bool) -> Millis {
        let mut at = self.sign_in(at);
        for item in items {
            at = if item.0.url == "/pricing" { self.page(at, item.0.url, None) } else { self.look_at(at, item.0) };
        }
        for item in items {
            at = self.put(at, *item);
        }
        at = self.page(at, "/checkout", None);
        let total: i64 = items.iter().map(|(_, price, quantity)| price * quantity).sum();
        let cart = Object::new().raw("items", &texts(items.iter().map(|item| item.0.id))).cents("total", total).end();
        let region = self.person.home.region(at);
        for (product, price, quantity) in items {
            let billing = if product.once() {
                "once"
            } else if yearly {
                "yearly"
            } else {
                "monthly"
            };
            let bought = Object::new()
                .cents("amount", price * quantity)
                .text("billing", billing)
                .raw("cart", &cart)
                .text("currency", self.person.country.currency)
                .text("product_id", product.id)
                .text("product_name", product.name)
                .number("quantity", *quantity)
                .text("region_id", &region);
            self.write(at, Source::Site, "purchase", bought);
        }
        at
    }

    /// A look at an add-on that is no part of a larger visit.
    pub(crate) fn some_add_on(&mut self) -> &'static Product {
        let product: &'static Product = self.dice.weighted(&ADD_ONS);
        if self.person.story == Story::VpnOnly && product.id == OVERLOOKED {
            return &VPN;
        }
        product
    }

    /// Comes to the site or opens the app.
    fn come(&mut self, at: Millis, to_site: bool) -> Millis {
        if !to_site && self.dice.chance(self.on_app) {
            let version = format!("5.{}.{}", at.div_euclid(30 * DAY).rem_euclid(100), self.dice.below(3));
            let opened = Object::new()
                .text("app_version", &version)
                .number("minutes", self.dice.between(1, 5) * self.dice.between(1, 5))
                .flag("offline", self.dice.chance(60))
                .text("platform", self.platform);
            self.write(at, Source::App, "app_opened", opened);
            let at = self.next(at);
            return if self.dice.chance(350) { self.sign_in(at) } else { at };
        }
        let mut at = if self.dice.chance(800) { self.sign_in(at) } else { at };
        let referrer = self.dice.weighted(&REFERRERS);
        for nth in 0..self.dice.between(1, 3) {
            let prices = if self.person.plan().is_none() { 30 } else { 10 };
            let url = if self.dice.chance(prices) { "/pricing" } else { self.dice.weighted(&PAGES) };
            at = self.page(at, url, referrer.filter(|_| nth == 0));
        }
        at
    }

    fn sign_in(&mut self, at: Millis) -> Millis {
        let method = self.dice.weighted(&[(58, "password"), (38, "passkey"), (4, "recovery_code")]);
        let signed_in = Object::new().text("method", method).flag("new_device", self.dice.chance(70));
        self.write(at, Source::Site, "signed_in", signed_in);
        self.next(at)
    }

    fn page(&mut self, at: Millis, url: &str, referrer: Option<&str>) -> Millis {
        let seconds = self.dice.between(4, 170);
        let device = Object::new().text("os", self.device.0).text("type", self.device.1).end();
        let viewed = Object::new().raw("device", &device).maybe_text("referrer", referrer).number("seconds", seconds).text("url", url);
        self.write(at, Source::Site, "page_viewed", viewed);
        at + seconds * 1000 + 700
    }

    fn look_at(&mut self, at: Millis, product: &Product) -> Millis {
        let at = self.page(at, product.url, None);
        let viewed = Object::new().cents("price", product.yearly).text("product_id", product.id).text("product_name", product.name);
        self.write(at, Source::Site, "add_on_viewed", viewed);
        self.next(at)
    }

    fn put(&mut self, at: Millis, (product, price, quantity): Item) -> Millis {
        let put = Object::new()
            .text("currency", self.person.country.currency)
            .cents("price", price)
            .text("product_id", product.id)
            .number("quantity", quantity);
        self.write(at, Source::Site, "add_to_cart", put);
        self.next(at)
    }

    fn report(&mut self, at: Millis) -> Millis {
        let (kind, sections) = self.dice.weighted(&REPORTS);
        let report = Object::new()
            .text("format", self.dice.weighted(&[(70, "pdf"), (30, "csv")]))
            .number("pages", self.dice.between(1, 6) * self.dice.between(1, 4))
            .text("report_type", kind)
            .raw("sections", &texts(sections.iter().copied()));
        self.write(at, Source::App, "report_generated", report);
        self.next(at)
    }

    fn ask(&mut self, at: Millis) {
        let about = self.dice.weighted(&QUESTIONS);
        let waited = self.dice.between(10, 900);
        let chat = Object::new().flag("solved", self.dice.chance(780)).text("topic", about).number("waited_seconds", waited);
        self.write(at, Source::Desk, "support_chat_started", chat);
    }

    /// Takes part in a webinar that began at `at`.
    pub(crate) fn attend(&mut self, at: Millis, topic: &str) {
        let came = at + self.dice.between(-4 * MINUTE, 12 * MINUTE);
        let minutes = self.dice.between(12, 58);
        let rating = self.dice.chance(450).then(|| self.dice.between(2, 5));
        let mut attended = Object::new().number("minutes", minutes).number("questions", i64::from(self.dice.below(4) / 2));
        if let Some(rating) = rating {
            attended = attended.number("rating", rating);
        }
        self.write(came, Source::Desk, "webinar_attended", attended.text("topic", topic));
    }

    /// A leak with their address in it; looked at within a week, or not.
    pub(crate) fn leak(&mut self, at: Millis, found_in: &str) {
        let data: &[&str] =
            self.dice.weighted(&[(50, &["email", "password"] as &[&str]), (30, &["email"]), (20, &["address", "email", "phone"])]);
        let severity = self.dice.weighted(&[(30, "high"), (45, "medium"), (25, "low")]);
        let sent = Object::new().raw("data", &texts(data.iter().copied())).text("found_in", found_in).text("severity", severity);
        self.write(at, Source::Desk, "breach_alert_sent", sent);
        if self.dice.chance(600) {
            let seen = at + self.dice.between(3 * MINUTE, 7 * DAY - HOUR);
            let fixed = self.dice.chance(640);
            let viewed = Object::new().text("found_in", found_in).flag("password_changed", fixed).text("severity", severity);
            self.write(seen, Source::App, "breach_alert_viewed", viewed);
        }
    }
}
