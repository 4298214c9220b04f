//! The exact arithmetic of `sum` and `avg`: every value is taken as whole ten-thousandths, and those are added without rounding, so that
//! the order in which events are read never changes a result.

/// What sums are counted in: this many to one.
const UNITS: f64 = 10_000.0;

/// Values below this, in ten-thousandths, are added as whole numbers of 128 bits: 2^63 of them fit.
const NARROW: f64 = 18_446_744_073_709_551_616.0;

/// Numeric values added exactly.
///
/// Values of any size are added exactly, beyond 128 bits too. A value whose ten-thousandths lie beyond the greatest double is
/// infinite; a sum of it is infinite, and one of both infinities is no number, which passes no positive test.
#[derive(Debug, Clone, Default)]
pub struct Sum {
    count: u64,
    /// What fits.
    narrow: i128,
    /// What is larger, where there is any.
    wide: Option<Box<Wide>>,
    /// The sum of the infinite values, where there are any.
    infinite: Option<f64>,
}

impl Sum {
    /// Of no values.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value.
    pub fn add(&mut self, value: f64) {
        self.count += 1;
        // `round` takes halves away from zero.
        let units = (value * UNITS).round();
        if !units.is_finite() {
            self.infinite = Some(self.infinite.unwrap_or_default() + units);
        } else if units.abs() < NARROW {
            // Whole and below 2^64: exact.
            self.narrow += units as i128;
        } else {
            self.wide.get_or_insert_with(Box::default).add(units);
        }
    }

    /// How many values were added.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their sum; 0 of none.
    pub fn sum(&self) -> f64 {
        self.units() / UNITS
    }

    /// Their average, made whole ten-thousandths; `None` of none.
    pub fn avg(&self) -> Option<f64> {
        (self.count > 0).then(|| (self.units() / self.count as f64).round() / UNITS)
    }

    /// The ten-thousandths together, as the nearest double.
    fn units(&self) -> f64 {
        if let Some(infinite) = self.infinite {
            return infinite;
        }
        match &self.wide {
            // Converting a whole number rounds to the nearest, a tie to the even one.
            None => self.narrow as f64,
            Some(wide) => {
                let mut wide = wide.clone();
                wide.add_whole(self.narrow);
                wide.nearest()
            }
        }
    }
}

/// How many limbs of 32 bits a [`Wide`] has: doubles end below 2^1024, and 2^63 of them below 2^1087.
const LIMBS: usize = 35;

/// A whole number of any size that a sum of doubles may reach: the limbs' sum, each times 2^32 to its place. Each lies in 0..2^32 but the last,
/// which has the sign.
#[derive(Debug, Clone)]
struct Wide([i64; LIMBS]);

impl Default for Wide {
    fn default() -> Self {
        Wide([0; LIMBS])
    }
}

impl Wide {
    /// Adds a whole, finite double.
    fn add(&mut self, whole: f64) {
        let bits = whole.to_bits();
        let exponent = ((bits >> 52) & 0x7ff) as usize;
        let mantissa = i128::from(bits & ((1 << 52) - 1) | 1 << 52);
        let mantissa = if whole < 0.0 { -mantissa } else { mantissa };
        // Only numbers of at least 2^64 come here, so the last bit of the mantissa stands for 2^shift, shift ≥ 0.
        let shift = exponent.saturating_sub(1075);
        self.add_at(mantissa << (shift % 32), shift / 32);
    }

    fn add_whole(&mut self, whole: i128) {
        self.add_at(whole, 0);
    }

    /// Adds `whole` times 2^32 to the `place`.
    fn add_at(&mut self, whole: i128, place: usize) {
        let mut carry = whole;
        let last = LIMBS - 1;
        for (at, limb) in self.0.iter_mut().enumerate().skip(place) {
            let sum = i128::from(*limb) + carry;
            if at == last {
                // Far inside: the last limb counts multiples of 2^1088.
                *limb = sum as i64;
            } else {
                *limb = (sum & 0xffff_ffff) as i64;
                carry = sum >> 32;
            }
            if carry == 0 {
                break;
            }
        }
    }

    /// The nearest double, a tie to the even one; infinite beyond the greatest.
    fn nearest(&self) -> f64 {
        if self.0[LIMBS - 1] < 0 {
            let mut positive = Wide::default();
            for (place, limb) in self.0.iter().enumerate() {
                positive.add_at(-i128::from(*limb), place);
            }
            return -positive.nearest();
        }
        let Some(top) = self.0.iter().rposition(|limb| *limb != 0) else { return 0.0 };
        let low = top.saturating_sub(3);
        let mut head = 0u128;
        for limb in self.0.iter().take(top + 1).skip(low).rev() {
            head = head << 32 | *limb as u128;
        }
        // What is below only matters for which side of a tie the number lies on; the head has at least 97 bits then.
        if self.0.iter().take(low).any(|limb| *limb != 0) {
            head |= 1;
        }
        head as f64 * 2f64.powi(32 * low as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::Sum;

    fn of(values: &[f64]) -> Sum {
        let mut sum = Sum::new();
        for value in values {
            sum.add(*value);
        }
        sum
    }

    #[test]
    fn values_are_whole_ten_thousandths_added_exactly() {
        let cases: [(&[f64], f64, Option<f64>); 11] = [
            (&[], 0.0, None),
            (&[0.1, 0.2], 0.3, Some(0.15)),
            (&[0.00005], 0.0001, Some(0.0001)),
            (&[-0.00005], -0.0001, Some(-0.0001)),
            (&[0.00004, 0.00004], 0.0, Some(0.0)),
            (&[0.0001, 0.0, 0.0], 0.0001, Some(0.0)),
            (&[1.0, 2.0, 2.0], 5.0, Some(1.6667)),
            (&[-1.0, -2.0, -2.0], -5.0, Some(-1.6667)),
            (&[9e15, 0.25, -9e15], 0.25, Some(0.0833)),
            (&[1e15, 1e-4], 1_000_000_000_000_000.000_1, Some(5e14)),
            (&[0.1; 10], 1.0, Some(0.1)),
        ];
        for (values, sum, avg) in cases {
            assert_eq!((of(values).sum(), of(values).avg()), (sum, avg), "{values:?}");
        }
    }

    #[test]
    fn values_beyond_128_bits_are_added_exactly_in_any_order() {
        let cases: [(&[f64], f64); 9] = [
            (&[1e40, 1.0, -1e40], 1.0),
            (&[1.0, -1e300, 1e300], 1.0),
            (&[-1e300, 1e300, -0.5], -0.5),
            (&[1e300, 1e300], 2e300),
            (&[-1e300, -1e300], -2e300),
            (&[1e303, -1e303, 1e303], 1e303),
            (&[1e16, 1e16], 2e16),
            (&[-1e16, 1e15], -9e15),
            (&[1e25, 1e25, -1e25, -1e25], 0.0),
        ];
        for (values, want) in cases {
            assert_eq!(of(values).sum(), want, "{values:?}");
            let turned: Vec<f64> = values.iter().rev().copied().collect();
            assert_eq!(of(&turned).sum(), want, "{turned:?}");
        }
    }

    #[test]
    fn infinite_stays_infinite_and_both_ways_is_no_number() {
        assert_eq!(of(&[f64::INFINITY, 1.0]).sum(), f64::INFINITY);
        assert_eq!(of(&[f64::NEG_INFINITY, 1e300]).avg(), Some(f64::NEG_INFINITY));
        assert_eq!(of(&[f64::MAX, -1.0]).sum(), f64::INFINITY);
        assert_eq!(of(&[1.7e304; 1000]).sum(), f64::INFINITY);
        assert!(of(&[f64::INFINITY, f64::NEG_INFINITY]).sum().is_nan());
    }
}
