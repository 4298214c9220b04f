//! Where people live: each country has four regions, and some households have moved from one to another.

use crate::dice::Dice;
use crate::names::{Country, COUNTRIES};
use muster_rules::time::{Millis, DAY};

/// A part of a country: the end of its regions' ids, its name, how many of a hundred households live there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    letter: char,
    pub(crate) name: &'static str,
    weight: u32,
}

const AREAS: [Area; 4] = [
    Area { letter: 'N', name: "North", weight: 34 },
    Area { letter: 'S', name: "South", weight: 28 },
    Area { letter: 'E', name: "East", weight: 20 },
    Area { letter: 'W', name: "West", weight: 18 },
];

/// Every region: its id, country and area.
pub(crate) fn all() -> impl Iterator<Item = (String, &'static Country, Area)> {
    COUNTRIES.iter().flat_map(|country| AREAS.into_iter().map(move |area| (id(country, area), country, area)))
}

fn id(country: &Country, area: Area) -> String {
    format!("{}-{}", country.code, area.letter)
}

/// Where a household lives.
#[derive(Debug)]
pub(crate) struct Home {
    country: &'static Country,
    area: Area,
    /// Where they lived until then.
    before: Option<(Area, Millis)>,
}

impl Home {
    /// Somewhere in a country; a few moved between `start` and `now`.
    pub(crate) fn draw(dice: &mut Dice, country: &'static Country, start: Millis, now: Millis) -> Home {
        let mut area = || dice.weighted(&AREAS.map(|area| (area.weight, area)));
        let (area, former) = (area(), area());
        let moved = dice.between(start + 20 * DAY, now - 10 * DAY);
        let before = (dice.chance(90) && former != area).then_some((former, moved));
        Home { country, area, before }
    }

    /// The id of the region they live in at an instant.
    pub(crate) fn region(&self, at: Millis) -> String {
        match self.before {
            Some((former, moved)) if at < moved => id(self.country, former),
            _ => id(self.country, self.area),
        }
    }

    /// When they moved, where they did.
    pub(crate) fn moved(&self) -> Option<Millis> {
        self.before.map(|(_, moved)| moved)
    }
}
