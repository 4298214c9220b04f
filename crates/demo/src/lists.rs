//! Static lists: people who were once picked, whatever became of them since.

use crate::holidays::{day_number, year};
use crate::people::{Person, Standing, World};
use muster_rules::data::ListRow;
use muster_rules::time::{Millis, DAY};

/// Who was asked to the evening for the best customers.
pub(crate) const INVITED: &str = "vip_invited";
/// Who wants no mail for a while.
const QUIET: &str = "quiet_until_january";

/// The readers of last year's newsletter: `newsletter_2025`.
pub(crate) fn newsletter(now: Millis) -> String {
    format!("newsletter_{}", year(now) - 1)
}

/// Every list with its people, in the order of the people. The newsletter's came from the mail system and is by address.
pub(crate) fn all(world: &World) -> Vec<(String, Vec<ListRow>)> {
    let (mut readers, mut invited, mut quiet) = (Vec::new(), Vec::new(), Vec::new());
    let year_began = day_number(year(world.now), 1, 1) * DAY;
    for index in 0..world.users {
        let person = world.person(index, &mut world.dice(index));
        let mut dice = world.list_dice(index);
        let (reads, comes, rests) = (dice.chance(480), dice.chance(450), dice.chance(25));
        if let Some(email) = person.email.as_ref().filter(|_| reads && person.signed_up < year_began) {
            readers.push(ListRow::Email(email.clone()));
        }
        if comes && is_good_customer(&person) {
            invited.push(ListRow::UserId(person.user_id.clone()));
        }
        if rests {
            quiet.push(ListRow::UserId(person.user_id));
        }
    }
    vec![(newsletter(world.now), readers), (INVITED.to_owned(), invited), (QUIET.to_owned(), quiet)]
}

/// Pays by the year, or all the time something.
fn is_good_customer(person: &Person) -> bool {
    matches!(&person.standing, Standing::Buyer(plan) if plan.ended.is_none() && (plan.yearly || person.pace >= 20))
}
