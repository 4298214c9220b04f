//! Insurance against what happens online: who holds a policy, since when, and whom it covers beside them.

use crate::calendar::{moment, HOUR};
use crate::dice::Dice;
use crate::people::{user_id, Person, Standing, Story, World};
use crate::products::{Product, COVERS};
use muster_rules::time::{Millis, DAY};

/// A policy.
pub(crate) struct Policy {
    pub(crate) id: String,
    pub(crate) tier: &'static str,
    pub(crate) product: &'static Product,
    /// Hundredths a year.
    pub(crate) premium: i64,
    /// When its holder came to buy it; `None`: before the first events.
    pub(crate) came: Option<Millis>,
    /// It covers from the first moment of a day.
    pub(crate) since: Millis,
    /// The people it covers beside its holder, each once, and what they are to the holder.
    pub(crate) beneficiaries: Vec<(String, &'static str)>,
}

/// For everybody whom a policy covers beside its holder, hundredths a year.
const PER_BENEFICIARY: i64 = 900;

/// The policies that somebody holds: none, one, seldom two.
pub(crate) fn policies(world: &World, person: &Person) -> Vec<Policy> {
    let mut dice = world.cover_dice(person.index);
    let share = match &person.standing {
        Standing::Buyer(plan) if plan.ended.is_none() => 300,
        Standing::Buyer(_) | Standing::Invited => 100,
        Standing::Free | Standing::Tried(_) => 110,
    };
    let mut policies = Vec::new();
    let came_until = person.until.min(world.now - 25 * HOUR);
    for nth in 0..2 {
        if person.story == Story::Silent || !dice.chance(if nth == 0 { share } else { 120 }) {
            break;
        }
        let from = person.signed_up.max(world.start) + DAY;
        let came = if person.signed_up < world.start - 30 * DAY && dice.chance(450) {
            None
        } else if from < came_until {
            Some(moment(&mut dice, from, came_until, person.rhythm, person.country.ahead))
        } else {
            break;
        };
        let bought = came.unwrap_or_else(|| dice.between(person.signed_up, world.start - DAY));
        let (tier, product) = dice.weighted(&COVERS);
        let beneficiaries = beneficiaries(world, person, &mut dice);
        policies.push(Policy {
            id: format!("P-{}", u64::from(person.index) * 2 + nth + 30_001),
            tier,
            product,
            premium: product.yearly + PER_BENEFICIARY * beneficiaries.len() as i64,
            came,
            since: (bought.div_euclid(DAY) + 1) * DAY,
            beneficiaries,
        });
    }
    policies
}

/// Most of the household, and now and then somebody who lives elsewhere.
fn beneficiaries(world: &World, holder: &Person, dice: &mut Dice) -> Vec<(String, &'static str)> {
    let mut covered: Vec<(String, &'static str)> = Vec::new();
    for mate in holder.housemates.clone().filter(|mate| *mate != holder.index) {
        if dice.chance(800) {
            covered.push((user_id(mate), dice.weighted(&[(50, "partner"), (38, "child"), (12, "parent")])));
        }
    }
    if dice.chance(300) {
        let other = dice.below(world.users);
        if !holder.housemates.contains(&other) {
            covered.push((user_id(other), dice.weighted(&[(50, "parent"), (30, "sibling"), (20, "friend")])));
        }
    }
    covered
}
