//! What somebody pays for, and since when.

use crate::calendar::{moment, Rhythm};
use crate::dice::Dice;
use crate::products::Plan;
use muster_rules::time::{Millis, Zone, DAY};

/// How long a trial lasts.
pub(crate) const TRIAL: Millis = 14 * DAY;
/// Whoever has had less time than this cannot have tried a plan and bought it.
pub(crate) const SHORTEST: Millis = 20 * DAY;

/// A plan tried, bought, perhaps exchanged for a larger one, perhaps ended.
#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    /// When the trial before it began.
    pub(crate) trial: Millis,
    /// The plans, each with the moment its buyer came to buy it.
    pub(crate) phases: Vec<(Plan, Millis)>,
    /// Paid by the year, not by the month.
    pub(crate) yearly: bool,
    /// How many people it is for; 1 but for businesses.
    pub(crate) seats: i64,
    /// When it ran out, where it did.
    pub(crate) ended: Option<Millis>,
}

impl Subscription {
    /// One of `plan`, tried at `from` or later and bought before `now`; `None` where there was no time for both.
    pub(crate) fn draw(dice: &mut Dice, plan: Plan, from: Millis, now: Millis, ahead: i64) -> Option<Subscription> {
        if from > now - SHORTEST {
            return None;
        }
        let rhythm = if plan == Plan::Business { Rhythm::Work } else { Rhythm::Home };
        // Many try at once, the others whenever.
        let latest = if dice.chance(400) { (from + 7 * DAY).min(now - 16 * DAY) } else { now - 16 * DAY };
        let trial = moment(dice, from, latest, rhythm, ahead);
        let bought = moment(dice, trial + DAY, trial + TRIAL - DAY / 2, rhythm, ahead);
        let mut phases = vec![(plan, bought)];
        let first_possible = bought + 45 * DAY;
        if plan == Plan::Family && first_possible < now - 3 * DAY && dice.chance(350) {
            phases = vec![(Plan::Plus, bought), (plan, moment(dice, first_possible, now - 3 * DAY, rhythm, ahead))];
        }
        let seats = if plan == Plan::Business { dice.between(2, 6) * dice.between(1, 6) } else { 1 };
        Some(Subscription { trial, phases, yearly: dice.chance(600), seats, ended: None })
    }

    /// One of `plan`, tried and bought in the seven weeks after `from`.
    pub(crate) fn early(dice: &mut Dice, plan: Plan, from: Millis, ahead: i64) -> Subscription {
        let trial = moment(dice, from, from + 28 * DAY, Rhythm::Home, ahead);
        let bought = moment(dice, trial + DAY, trial + TRIAL - DAY / 2, Rhythm::Home, ahead);
        Subscription { trial, phases: vec![(plan, bought)], yearly: dice.chance(700), seats: 1, ended: None }
    }

    /// The same, exchanged for the smaller plan or ended in the last two months.
    pub(crate) fn shrinking(mut self, dice: &mut Dice, now: Millis, ahead: i64) -> Subscription {
        if dice.chance(600) {
            self.phases.push((Plan::Plus, moment(dice, now - 60 * DAY, now - 3 * DAY, Rhythm::Home, ahead)));
        } else {
            // It runs out when it would have been paid for again.
            self.yearly = false;
            let last = (1..).map(|months| Zone::UTC.plus_months(self.last_bought(), months)).take_while(|due| *due < now - DAY).last();
            self.ended = last;
        }
        self
    }

    /// The same; some who have the small plan for long enough exchanged it for the best one, and some of them came back to it.
    pub(crate) fn upgrading(mut self, dice: &mut Dice, now: Millis, ahead: i64) -> Subscription {
        let small = matches!(self.phases.as_slice(), [(Plan::Plus, _)]) && self.ended.is_none();
        let from = self.last_bought() + 40 * DAY;
        if small && from < now - 3 * DAY && dice.chance(420) {
            let upgraded = moment(dice, from, now - 3 * DAY, Rhythm::Home, ahead);
            self.phases.push((Plan::Pro, upgraded));
            if upgraded + 30 * DAY < now - 3 * DAY && dice.chance(220) {
                self.phases.push((Plan::Plus, moment(dice, upgraded + 30 * DAY, now - 3 * DAY, Rhythm::Home, ahead)));
            }
        }
        self
    }

    /// The same, ended at one of the times it would have been renewed; as it was where there was none yet.
    pub(crate) fn ending(mut self, dice: &mut Dice, now: Millis) -> Subscription {
        self.yearly = false;
        let Some((_, since)) = self.phases.last() else { return self };
        let months = (1..=17).take_while(|months| Zone::UTC.plus_months(*since, *months) < now - DAY).count();
        if months > 0 {
            self.ended = Some(Zone::UTC.plus_months(*since, dice.between(1, months as i64)));
        }
        self
    }

    /// The plan it is for now; `None` where it has ended.
    pub(crate) fn plan(&self) -> Option<Plan> {
        match self.ended {
            Some(_) => None,
            None => self.phases.last().map(|(plan, _)| *plan),
        }
    }

    /// The moment its buyer last came to buy.
    pub(crate) fn last_bought(&self) -> Millis {
        self.phases.last().map_or(self.trial, |(_, at)| *at)
    }

    /// What a plan costs at each payment, in hundredths.
    pub(crate) fn price(&self, plan: Plan) -> i64 {
        let product = plan.product();
        self.seats * if self.yearly { product.yearly } else { product.monthly }
    }

    /// The times at which what was bought at `since` is due again, for ever.
    pub(crate) fn due(&self, since: Millis) -> impl Iterator<Item = Millis> {
        let months = if self.yearly { 12 } else { 1 };
        (1..).map(move |n| Zone::UTC.plus_months(since, n * months))
    }
}
