//! What goes with a home: where it is, presents for each other, insurance. Each has a stream of random numbers of its own.

use super::Life;
use crate::acts::Item;
use crate::calendar::{moment, HOUR};
use crate::cover::policies;
use crate::dice::Dice;
use crate::holidays::winters;
use crate::people::Story;
use crate::products::{Product, GIFTS};
use muster_rules::time::DAY;
use muster_rules::value::canonical_text;

impl Life<'_> {
    /// The region, and the one before it where the household moved.
    pub(super) fn settle(&mut self) {
        let person = self.person();
        let since = [Some(person.signed_up), person.home.moved().filter(|moved| *moved > person.signed_up)];
        if self.world().home_dice(person.index).chance(940) {
            for at in since.into_iter().flatten() {
                self.change(at, "region_id", Some(canonical_text(&person.home.region(at))));
            }
        }
    }

    /// Presents, bought in the winter holidays.
    pub(super) fn give_presents(&mut self) {
        let person = self.person();
        let world = self.world();
        let dice = world.present_dice(person.index);
        let from = self.from() + DAY;
        let until = person.until.min(world.now - 2 * HOUR);
        if person.story == Story::Silent || from >= until {
            return;
        }
        self.aside(dice, |life| {
            for (begin, end) in winters(from, until) {
                if !life.diary.dice.chance(230) {
                    continue;
                }
                let came = moment(&mut life.diary.dice, begin.max(from), end.min(until), person.rhythm, person.country.ahead);
                let first: &Product = life.diary.dice.weighted(&GIFTS);
                let second: &Product = life.diary.dice.weighted(&GIFTS);
                let mut items: Vec<Item> = vec![(first, first.yearly, 1)];
                if second.id != first.id && life.diary.dice.chance(250) {
                    items.push((second, second.yearly, 1));
                }
                life.buy(came, &items, false);
            }
        });
    }

    /// Policies, bought by the year.
    pub(super) fn insure(&mut self) {
        let person = self.person();
        let world = self.world();
        self.aside(world.insurance_dice(person.index), |life| {
            for policy in policies(world, person) {
                if let Some(came) = policy.came {
                    life.buy(came, &[(policy.product, policy.premium, 1)], true);
                }
            }
        });
    }

    /// Does something by other random numbers, so that what is done by theirs stays the same.
    fn aside(&mut self, dice: Dice, act: impl FnOnce(&mut Self)) {
        let own = std::mem::replace(&mut self.diary.dice, dice);
        act(self);
        self.diary.dice = own;
    }
}
