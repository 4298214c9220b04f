//! Who the people are: their household, name, address, account, and what is typical of them.

use crate::calendar::{moment, Rhythm, HOUR};
use crate::dice::Dice;
use crate::names::{address, Country, COUNTRIES, FIRST, LAST};
use crate::products::Plan;
use crate::regions::Home;
use crate::subscription::{Subscription, SHORTEST};
use muster_rules::time::{Millis, Zone, DAY};
use std::ops::Range;

/// The whole of a sample: everything about anybody follows from it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct World {
    /// How many people there are.
    pub(crate) users: u32,
    seed: u64,
    /// Nothing happens later.
    pub(crate) now: Millis,
    /// No event is earlier.
    pub(crate) start: Millis,
    /// Turns the lists of names and countries, so that another seed begins elsewhere in them.
    turn: u32,
}

/// What an account is.
#[derive(Debug)]
pub(crate) enum Standing {
    /// Free, and never tried a plan.
    Free,
    /// Free; tried a plan from then on, perhaps still does.
    Tried(Millis),
    /// Pays, or did.
    Buyer(Subscription),
    /// In a family plan that somebody else of the household pays.
    Invited,
}

/// Something typical that happens to a share of the people, so that every sample has some of whom it is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Story {
    /// Nothing in particular.
    Plain,
    /// Free, and makes many reports of late.
    Reports,
    /// Keeps coming back to the prices this week, and never tried a plan.
    Prices,
    /// Has the VPN and no eye for identity protection.
    VpnOnly,
    /// Went to a webinar and was not seen again.
    Silent,
    /// Is trying a plan that runs out soon.
    Trying,
    /// Has the best plan since long.
    Loyal,
    /// Had it as long, and of late has a smaller one, or none.
    Downgraded,
}

/// One of the people.
pub(crate) struct Person {
    pub(crate) index: u32,
    pub(crate) user_id: String,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) country: &'static Country,
    /// Where several share one.
    pub(crate) household: Option<String>,
    /// Everybody who lives there, they among them.
    pub(crate) housemates: Range<u32>,
    pub(crate) home: Home,
    pub(crate) signed_up: Millis,
    pub(crate) standing: Standing,
    pub(crate) story: Story,
    pub(crate) rhythm: Rhythm,
    /// Visits in 100 days.
    pub(crate) pace: i64,
    /// They come by themselves until then.
    pub(crate) until: Millis,
    /// Of a thousand visits, how many have a report.
    pub(crate) reporter: u32,
}

impl Person {
    /// The plan of the account now; `None`: free.
    pub(crate) fn plan(&self) -> Option<Plan> {
        match &self.standing {
            Standing::Free | Standing::Tried(_) => None,
            Standing::Buyer(subscription) => subscription.plan(),
            Standing::Invited => Some(Plan::Family),
        }
    }
}

/// People that live together, as far as Harborlight knows.
pub(crate) struct Household {
    pub(crate) number: u64,
    country: &'static Country,
    /// Their family name.
    pub(crate) last: &'static str,
    first: u32,
    suffix: u32,
    pub(crate) size: u32,
    /// The family plan and when its buyer signed up.
    family: Option<(Millis, Subscription)>,
}

/// Ten people live in six households of these sizes.
const SIZES: [[u32; 6]; 6] =
    [[1, 1, 1, 1, 2, 4], [1, 2, 1, 3, 1, 2], [3, 1, 1, 1, 3, 1], [2, 1, 2, 1, 2, 2], [1, 4, 1, 2, 1, 1], [1, 1, 2, 1, 1, 4]];
const BLOCK: u32 = 10;
/// Streams of random numbers beside those of the people.
const BLOCKS: u64 = 1 << 40;
const HOUSEHOLDS: u64 = 2 << 40;
const HOMES: u64 = 3 << 40;
const RESIDENTS: u64 = 4 << 40;
const COVERS: u64 = 5 << 40;
const INSURANCE: u64 = 6 << 40;
const PRESENTS: u64 = 7 << 40;
const LISTS: u64 = 8 << 40;
const UPGRADES: u64 = 9 << 40;
/// Of each 50 people, who has a story.
const STORIES: [(u32, Story); 13] = [
    (3, Story::Reports),
    (17, Story::Reports),
    (23, Story::Prices),
    (41, Story::Prices),
    (11, Story::VpnOnly),
    (36, Story::VpnOnly),
    (29, Story::Silent),
    (7, Story::Silent),
    (46, Story::Trying),
    (5, Story::Loyal),
    (32, Story::Loyal),
    (20, Story::Downgraded),
    (39, Story::Downgraded),
];

/// The id of a person.
pub(crate) fn user_id(index: u32) -> String {
    format!("u_{}", u64::from(index) + 10_001)
}

/// The id of a household.
pub(crate) fn household_id(number: u64) -> String {
    format!("H-{}", number + 1001)
}

impl World {
    pub(crate) fn new(users: u32, seed: u64, now: Millis) -> World {
        let turn = Dice::new(seed, u64::MAX).below(1_000);
        World { users, seed, now, start: Zone::UTC.plus_months(now, -18), turn }
    }

    /// The stream of random numbers of a person.
    pub(crate) fn dice(&self, index: u32) -> Dice {
        Dice::new(self.seed, u64::from(index))
    }

    /// The stream of what is known of a person's home.
    pub(crate) fn home_dice(&self, index: u32) -> Dice {
        Dice::new(self.seed, RESIDENTS + u64::from(index))
    }

    /// The stream of a person's policies.
    pub(crate) fn cover_dice(&self, index: u32) -> Dice {
        Dice::new(self.seed, COVERS + u64::from(index))
    }

    /// The stream of the visits in which they were bought.
    pub(crate) fn insurance_dice(&self, index: u32) -> Dice {
        Dice::new(self.seed, INSURANCE + u64::from(index))
    }

    /// The stream of the presents a person buys.
    pub(crate) fn present_dice(&self, index: u32) -> Dice {
        Dice::new(self.seed, PRESENTS + u64::from(index))
    }

    /// The stream of the lists a person is on.
    pub(crate) fn list_dice(&self, index: u32) -> Dice {
        Dice::new(self.seed, LISTS + u64::from(index))
    }

    /// Where a household lives, and lived.
    pub(crate) fn home(&self, household: &Household) -> Home {
        Home::draw(&mut Dice::new(self.seed, HOMES + household.number), household.country, self.start, self.now)
    }

    /// The household of a person and their place in it.
    pub(crate) fn household(&self, index: u32) -> (Household, u32) {
        let block = index / BLOCK;
        let sizes = Dice::new(self.seed, BLOCKS + u64::from(block)).pick(&SIZES);
        let (mut place, mut nth) = (index % BLOCK, 0);
        while place >= sizes[nth] {
            place -= sizes[nth];
            nth += 1;
        }
        let first_member = index - place;
        let size = sizes[nth].min(self.users - first_member);
        let number = u64::from(block) * sizes.len() as u64 + nth as u64;
        (self.settle(number, size), place)
    }

    /// Country, names and plan of a household. No two households get the same four full names: within a country the n-th one takes
    /// the n-th combination of family name and first names, and a number once all are used up.
    fn settle(&self, number: u64, size: u32) -> Household {
        let round = number / 40;
        let mut place = ((number * 11 + u64::from(self.turn)) % 40) as u32;
        let mut country = &COUNTRIES[0];
        for candidate in &COUNTRIES {
            country = candidate;
            if place < candidate.weight {
                break;
            }
            place -= candidate.weight;
        }
        let rank = round * u64::from(country.weight) + u64::from(place);
        let last = (rank * 7 + u64::from(self.turn)) % LAST as u64;
        let again = rank / LAST as u64;
        let fours = FIRST as u64 / 2;
        let mut dice = Dice::new(self.seed, HOUSEHOLDS + number);
        let family = if size > 1 && dice.chance(330) {
            let signed_up = moment(&mut dice, self.now - 1000 * DAY, self.now - 45 * DAY, Rhythm::Home, country.ahead);
            Subscription::draw(&mut dice, Plan::Family, signed_up.max(self.start), self.now, country.ahead).map(|plan| (signed_up, plan))
        } else {
            None
        };
        Household {
            number,
            country,
            last: country.last[last as usize],
            first: (2 * (again % fours) + 5 * last + u64::from(self.turn)) as u32,
            suffix: (again / fours) as u32,
            size,
            family,
        }
    }

    /// One of the people.
    pub(crate) fn person(&self, index: u32, dice: &mut Dice) -> Person {
        let (household, place) = self.household(index);
        let country = household.country;
        let names = if (household.number + u64::from(place)).is_multiple_of(2) { &country.women } else { &country.men };
        let first = names[((household.first + place / 2) as usize) % FIRST];
        let suffix = if household.suffix == 0 { String::new() } else { (household.suffix + 1).to_string() };
        let domain = dice.weighted(&[(60, "example.com"), (25, "example.org"), (15, "example.net")]);
        let address = format!("{}.{}{suffix}@{domain}", address(first), address(household.last));
        let email = (!dice.chance(30)).then_some(address);
        let mut story = if household.family.is_some() { Story::Plain } else { self.story(index) };
        let (signed_up, standing) = match &household.family {
            Some((signed_up, plan)) if place == 0 => (*signed_up, Standing::Buyer(plan.clone())),
            Some((_, plan)) => {
                let joined = plan.last_bought() + 2 * HOUR;
                (moment(dice, joined, (self.now - 2 * HOUR).max(joined), Rhythm::Home, country.ahead), Standing::Invited)
            }
            None => self.standing(dice, &mut story, country),
        };
        let standing = match standing {
            Standing::Buyer(plan) if story == Story::Plain && household.family.is_none() => {
                Standing::Buyer(plan.upgrading(&mut Dice::new(self.seed, UPGRADES + u64::from(index)), self.now, country.ahead))
            }
            standing => standing,
        };
        let rhythm = match &standing {
            Standing::Buyer(plan) if plan.seats > 1 => Rhythm::Work,
            _ => Rhythm::Home,
        };
        let pays = matches!(&standing, Standing::Buyer(plan) if plan.ended.is_none());
        let pace = self.pace(dice, pays);
        let reporter = dice.weighted(&[(70, 25), (25, 120), (5, 400)]);
        let mut until = if dice.chance(if pays { 90 } else { 260 }) { dice.between(signed_up, self.now) } else { self.now };
        match story {
            Story::Plain | Story::Silent => {}
            _ => until = self.now,
        }
        if let Standing::Buyer(plan) = &standing {
            until = until.max(plan.last_bought());
        }
        Person {
            index,
            user_id: user_id(index),
            name: format!("{first} {}", household.last),
            email,
            country,
            household: (household.size > 1).then(|| household_id(household.number)),
            housemates: index - place..index - place + household.size,
            home: self.home(&household),
            signed_up,
            standing,
            story,
            rhythm,
            pace,
            until,
            reporter,
        }
    }

    /// Which story somebody has: of each 50 people in a row the same number have each, but not the same places.
    fn story(&self, index: u32) -> Story {
        let place = (u64::from(index) * 7 + u64::from(self.turn) + u64::from(index / 50) * 13) % 50;
        STORIES.iter().find(|(at, _)| u64::from(*at) == place).map_or(Story::Plain, |(_, story)| *story)
    }

    /// When somebody signed up and what became of the account, outside family plans.
    fn standing(&self, dice: &mut Dice, story: &mut Story, country: &Country) -> (Millis, Standing) {
        let (now, ahead) = (self.now, country.ahead);
        let latest = match story {
            Story::Plain => 2 * HOUR,
            Story::Trying => 15 * DAY,
            Story::Prices => 12 * DAY,
            Story::Reports => 45 * DAY,
            Story::VpnOnly => 60 * DAY,
            Story::Silent => 120 * DAY,
            Story::Loyal | Story::Downgraded => 450 * DAY,
        };
        let end = now - latest;
        // Three in ten were there before the first event; of the others more came each month.
        let signed_up = if dice.chance(300) {
            moment(dice, now - 1100 * DAY, self.start, Rhythm::Home, ahead)
        } else {
            let bound = dice.between(self.start, end).max(dice.between(self.start, end));
            moment(dice, (bound - 10 * DAY).max(self.start), bound, Rhythm::Home, ahead)
        };
        let from = signed_up.max(self.start) + HOUR;
        let standing = match story {
            Story::Reports | Story::Prices | Story::Silent => Standing::Free,
            // Begun long enough ago to run out within the week, and not yet over.
            Story::Trying => Standing::Tried(moment(dice, now - 13 * DAY, now - 7 * DAY - HOUR, Rhythm::Home, ahead)),
            Story::VpnOnly => self.buyer(dice, Plan::Plus, from, ahead),
            Story::Loyal => Standing::Buyer(Subscription::early(dice, Plan::Pro, from, ahead)),
            Story::Downgraded => Standing::Buyer(Subscription::early(dice, Plan::Pro, from, ahead).shrinking(dice, now, ahead)),
            Story::Plain if from > now - SHORTEST => {
                if dice.chance(150) && from < now - DAY {
                    Standing::Tried(moment(dice, from, now - 2 * HOUR, Rhythm::Home, ahead))
                } else {
                    Standing::Free
                }
            }
            Story::Plain => match dice.below(1000) {
                0..=169 => self.buyer(dice, Plan::Plus, from, ahead),
                170..=259 => self.buyer(dice, Plan::Business, from, ahead),
                260..=329 => match Subscription::draw(dice, Plan::Plus, from, now, ahead) {
                    Some(plan) => Standing::Buyer(plan.ending(dice, now)),
                    None => Standing::Free,
                },
                330..=409 => Standing::Tried(moment(dice, from, now - 2 * HOUR, Rhythm::Home, ahead)),
                _ => Standing::Free,
            },
        };
        (signed_up, standing)
    }

    fn buyer(&self, dice: &mut Dice, plan: Plan, from: Millis, ahead: i64) -> Standing {
        Subscription::draw(dice, plan, from, self.now, ahead).map_or(Standing::Free, Standing::Buyer)
    }

    /// Visits in 100 days: most come seldom, a few all the time.
    fn pace(&self, dice: &mut Dice, pays: bool) -> i64 {
        let free = [(34, (1, 2)), (37, (2, 5)), (20, (5, 14)), (7, (14, 40)), (2, (40, 110))];
        let paying = [(16, (1, 3)), (38, (3, 8)), (30, (8, 20)), (13, (20, 50)), (3, (50, 120))];
        let (low, high) = dice.weighted(if pays { &paying } else { &free });
        dice.between(low, high)
    }
}
