//! A person's life with Harborlight, from signing up to now, as rows.

mod household;
mod payments;

use crate::acts::{Act, Diary, Source};
use crate::calendar::{date, every, moment, Rhythm, HOUR, MINUTE};
use crate::json::{money, texts, Object};
use crate::people::{Person, Standing, Story, World};
use crate::products::{Plan, INDUSTRIES, LEAKS, NEWSLETTERS, SOURCES, TOPICS, WEBINARS};
use muster_rules::data::{ConsentRow, EventRow, JsonText, PropertyRow, Row, UserRow};
use muster_rules::time::{Millis, StoredTime, DAY};
use muster_rules::value::canonical_text;

/// Every row about one of the people.
pub(crate) fn rows(world: &World, index: u32) -> Vec<Row> {
    let mut dice = world.dice(index);
    let person = world.person(index, &mut dice);
    let mut life = Life { diary: Diary::new(world, &person, dice), changes: Vec::new(), consents: Vec::new(), payments: Vec::new() };
    let user = life.introduce();
    life.ask_for_consent();
    life.pay();
    life.live();
    life.receive();
    life.add_properties();
    life.settle();
    life.give_presents();
    life.insure();
    life.into_rows(user)
}

struct Life<'w> {
    diary: Diary<'w>,
    /// Dated values of properties; `None` removes.
    changes: Vec<(Millis, &'static str, Option<JsonText>)>,
    /// Purpose, whether granted, when.
    consents: Vec<(&'static str, bool, Millis)>,
    /// When they paid how many hundredths.
    payments: Vec<(Millis, i64)>,
}

impl<'w> Life<'w> {
    fn person(&self) -> &'w Person {
        self.diary.person
    }

    fn world(&self) -> &'w World {
        self.diary.world
    }

    fn change(&mut self, at: Millis, name: &'static str, value: Option<JsonText>) {
        self.changes.push((at, name, value));
    }

    /// The first moment of theirs that can have events.
    fn from(&self) -> Millis {
        self.person().signed_up.max(self.world().start) + MINUTE
    }

    /// The user row with what never changes.
    fn introduce(&mut self) -> UserRow {
        let person = self.person();
        let now = self.world().now;
        let dice = &mut self.diary.dice;
        let mut properties: Vec<(String, JsonText)> = Vec::new();
        let mut know = |name: &str, value: JsonText| properties.push((name.to_owned(), value));
        if dice.chance(610) {
            know("birthday", canonical_text(&date(now - (dice.between(19 * 366, 48 * 365) + dice.between(0, 34 * 365)) * DAY)));
        }
        if dice.chance(962) {
            know("country", canonical_text(person.country.name));
        }
        if matches!(&person.standing, Standing::Buyer(plan) if plan.phases.iter().any(|(plan, _)| *plan == Plan::Business)) {
            know("industry", canonical_text(dice.weighted(&INDUSTRIES)));
        }
        if dice.chance(560) {
            let chosen: Vec<&str> = TOPICS.iter().copied().filter(|_| dice.chance(420)).collect();
            know("newsletter_topics", texts(chosen));
        }
        if dice.chance(830) {
            let alerts = Object::new().flag("email", dice.chance(800)).flag("push", dice.chance(450)).end();
            let language = if dice.chance(880) { person.country.language } else { "en" };
            let theme = dice.weighted(&[(45, "system"), (30, "dark"), (25, "light")]);
            let preferences = Object::new().raw("alerts", &alerts).text("language", language).text("theme", theme);
            know("preferences", preferences.end());
        }
        let source = if matches!(person.standing, Standing::Invited) { "family_invite" } else { dice.weighted(&SOURCES) };
        if dice.chance(940) {
            know("signup_source", canonical_text(source));
        }
        if dice.chance(710) {
            know("two_step_login", if dice.chance(540) { "true" } else { "false" }.to_owned());
        }
        let signed_up = Object::new().text("plan", if source == "family_invite" { "family" } else { "free" }).text("source", source);
        self.diary.write(person.signed_up, Source::Site, "signed_up", signed_up);
        UserRow {
            user_id: person.user_id.clone(),
            email: person.email.clone(),
            name: Some(person.name.clone()),
            created_at: Some(StoredTime::Instant(person.signed_up)),
            account_type: Some(person.plan().map_or("free", Plan::id).to_owned()),
            properties,
        }
    }

    fn ask_for_consent(&mut self) {
        let person = self.person();
        let now = self.world().now;
        let dice = &mut self.diary.dice;
        for (purpose, asked, yes, withdrawn) in [("email", 880, 840, 90), ("sms", 300, 480, 120)] {
            if (purpose == "email" && person.email.is_none()) || !dice.chance(asked) {
                continue;
            }
            let granted = dice.chance(yes);
            // Most say so while signing up, the others later.
            let at = if dice.chance(850) { person.signed_up } else { dice.between(person.signed_up, now) };
            self.consents.push((purpose, granted, at));
            if dice.chance(withdrawn) && at < now - DAY {
                self.consents.push((purpose, !granted, dice.between(at + HOUR, now)));
            }
        }
    }

    /// Visits, webinars, and what else they do of their own accord.
    fn live(&mut self) {
        let person = self.person();
        let world = self.world();
        let (from, ahead) = (self.from(), person.country.ahead);
        let now = world.now;
        let mut until = person.until;
        if person.story == Story::Silent {
            let held: Vec<(i64, Millis)> = every(21, 16, now - 88 * DAY, now - 32 * DAY).collect();
            if let Some((nth, at)) = held.get(self.diary.dice.below(held.len() as u32) as usize) {
                self.diary.attend(*at, topic(*nth));
                until = *at + 2 * HOUR;
            }
        } else {
            let often = if self.diary.dice.chance(110) { 110 } else { 3 };
            for (nth, at) in every(21, 16, from + HOUR, until) {
                if self.diary.dice.chance(often) {
                    self.diary.attend(at, topic(nth));
                }
            }
        }
        if person.signed_up > world.start {
            self.diary.visit(person.signed_up + MINUTE);
        }
        let days = (until - from).max(0) / DAY;
        let visits = (person.pace * days + self.diary.dice.between(0, 99)) / 100;
        for _ in 0..visits {
            let at = moment(&mut self.diary.dice, from, until, person.rhythm, ahead);
            self.diary.visit(at);
        }
        match person.story {
            Story::Reports => {
                for _ in 0..self.diary.dice.between(6, 13) {
                    let at = moment(&mut self.diary.dice, now - 29 * DAY, now - 2 * HOUR, person.rhythm, ahead);
                    self.diary.report_visit(at);
                }
            }
            Story::Prices => {
                for _ in 0..self.diary.dice.between(3, 6) {
                    let at = moment(&mut self.diary.dice, now - 6 * DAY - 12 * HOUR, now - 2 * HOUR, person.rhythm, ahead);
                    self.diary.price_visit(at);
                }
            }
            _ => {}
        }
    }

    /// Newsletters and breach alerts.
    fn receive(&mut self) {
        let person = self.person();
        let now = self.world().now;
        let from = self.from();
        let opens = self.diary.dice.pick(&[15, 60, 140, 260, 480]);
        let consents: Vec<(bool, Millis)> =
            self.consents.iter().filter(|(purpose, _, _)| *purpose == "email").map(|(_, granted, at)| (*granted, *at)).collect();
        for (nth, (granted, at)) in consents.iter().enumerate() {
            let end = consents.get(nth + 1).map_or(now, |(_, next)| *next);
            if !granted {
                continue;
            }
            for (number, sent) in every(14, 9, from.max(*at), end) {
                // Whoever left reads less.
                if !self.diary.dice.chance(if sent > person.until { opens / 5 } else { opens }) {
                    continue;
                }
                let delay = if self.diary.dice.chance(700) { 4 * HOUR } else { 50 * HOUR };
                let opened = sent + self.diary.dice.between(MINUTE, delay);
                if opened < end {
                    self.read(opened, number);
                }
            }
        }
        for month in 0..(now - from).max(0) / (30 * DAY) {
            if self.diary.dice.chance(38) {
                let at = from + month * 30 * DAY + self.diary.dice.between(0, 30 * DAY - HOUR);
                let found_in = self.diary.dice.pick(&LEAKS);
                self.diary.leak(at, found_in);
            }
        }
    }

    fn read(&mut self, opened: Millis, number: i64) {
        let (subject, about) = NEWSLETTERS[number.rem_euclid(NEWSLETTERS.len() as i64) as usize];
        let campaign = format!("nl-{number:04}");
        let letter = || Object::new().text("campaign", &campaign).text("subject", subject).text("topic", about);
        self.diary.write(opened, Source::Mail, "email_opened", letter());
        if self.diary.dice.chance(230) {
            let clicked = opened + self.diary.dice.between(8_000, 4 * MINUTE);
            let url = self.diary.dice.pick(&["/blog/passkeys-explained", "/features", "/help/share-a-vault"]);
            self.diary.write(clicked, Source::Mail, "email_clicked", letter().text("url", url));
        }
    }

    /// What else is known, and since when.
    fn add_properties(&mut self) {
        let person = self.person();
        let now = self.world().now;
        if let Some(household) = person.household.as_ref().filter(|_| person.rhythm == Rhythm::Home) {
            self.change(person.signed_up, "household_id", Some(canonical_text(household)));
        }
        if self.diary.dice.chance(880) {
            let mut devices = self.diary.dice.between(1, 2);
            let mut at = person.signed_up;
            let most = if person.plan().is_some() { 6 } else { 3 };
            self.change(at, "devices", Some(devices.to_string()));
            while devices < most && self.diary.dice.chance(480) {
                at = self.diary.dice.between(at, now);
                devices += 1;
                self.change(at, "devices", Some(devices.to_string()));
            }
        }
        if self.diary.dice.chance(120) {
            let (low, high) = self.diary.dice.weighted(&[(22, (0, 6)), (30, (7, 8)), (48, (9, 10))]);
            let score = self.diary.dice.between(low, high);
            let at = self.diary.dice.between(person.signed_up, now);
            self.change(at, "nps_score", Some(score.to_string()));
        }
    }

    fn into_rows(mut self, user: UserRow) -> Vec<Row> {
        let person = self.person();
        let now = self.world().now;
        self.payments.sort();
        let mut spent = 0;
        for (at, hundredths) in std::mem::take(&mut self.payments) {
            spent += hundredths;
            self.change(at, "lifetime_value", Some(money(spent)));
        }
        self.changes.sort_by_key(|(at, _, _)| *at);
        self.diary.acts.sort_by_key(|act| act.at);
        let mut rows = vec![Row::User(user)];
        rows.extend(self.changes.into_iter().filter(|(at, _, _)| *at <= now).map(|(at, name, value)| {
            Row::Property(PropertyRow {
                user_id: person.user_id.clone(),
                property_name: name.to_owned(),
                property_value: value,
                updated_at: Some(StoredTime::Instant(at)),
            })
        }));
        rows.extend(self.consents.into_iter().map(|(purpose, granted, at)| {
            Row::Consent(ConsentRow {
                user_id: person.user_id.clone(),
                purpose: purpose.to_owned(),
                granted,
                updated_at: Some(StoredTime::Instant(at)),
            })
        }));
        rows.extend(self.diary.acts.into_iter().enumerate().map(|(nth, act)| event(person, nth, act)));
        rows
    }
}

fn event(person: &Person, nth: usize, act: Act) -> Row {
    let event_id = match act.source {
        Source::Site => Some(format!("w{:06x}{nth:04x}", person.index)),
        Source::Mail => Some(format!("m{:06x}{nth:04x}", person.index)),
        Source::App | Source::Desk => None,
    };
    Row::Event(EventRow {
        event_id,
        user_id: person.user_id.clone(),
        event_name: act.name.to_owned(),
        timestamp: StoredTime::Instant(act.at),
        properties: act.properties,
    })
}

/// The topic of the n-th webinar.
fn topic(nth: i64) -> &'static str {
    WEBINARS[nth.rem_euclid(WEBINARS.len() as i64) as usize]
}
