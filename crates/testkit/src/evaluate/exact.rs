//! Whole numbers of any size, added as one does on paper.

use std::cmp::Ordering;

/// The sum of whole numbers, rounded once: to the nearest double.
pub(super) fn add_whole(numbers: &[f64]) -> f64 {
    let endless: Vec<f64> = numbers.iter().copied().filter(|number| !number.is_finite()).collect();
    if !endless.is_empty() {
        return endless.into_iter().sum();
    }
    let total = |negative: bool| {
        let of_sign = numbers.iter().filter(|number| (**number < 0.0) == negative);
        of_sign.fold(Vec::new(), |total, number| plus(&total, &digits(number.abs())))
    };
    let (gained, lost) = (total(false), total(true));
    match compare(&gained, &lost) {
        Ordering::Less => -double(&minus(&lost, &gained)),
        _ => double(&minus(&gained, &lost)),
    }
}

/// Decimal digits, the last one first, none of them a leading zero.
fn digits(whole: f64) -> Vec<u8> {
    trim(format!("{whole:.0}").bytes().rev().map(|digit| digit - b'0').collect())
}

fn trim(mut digits: Vec<u8>) -> Vec<u8> {
    while digits.last() == Some(&0) {
        digits.pop();
    }
    digits
}

fn plus(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut sum = Vec::new();
    let mut carry = 0;
    for at in 0..a.len().max(b.len()) + 1 {
        let column = a.get(at).unwrap_or(&0) + b.get(at).unwrap_or(&0) + carry;
        sum.push(column % 10);
        carry = column / 10;
    }
    trim(sum)
}

/// `a` − `b`, where `a` is not the smaller.
fn minus(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut rest = Vec::new();
    let mut borrowed = 0;
    for (at, digit) in a.iter().enumerate() {
        let take = b.get(at).unwrap_or(&0) + borrowed;
        borrowed = u8::from(*digit < take);
        rest.push(digit + 10 * borrowed - take);
    }
    trim(rest)
}

fn compare(a: &[u8], b: &[u8]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// The nearest double.
fn double(digits: &[u8]) -> f64 {
    let text: String = digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect();
    text.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact_and_rounded_once() {
        let two_53 = 9_007_199_254_740_992.0;
        for (numbers, want) in [
            (vec![], 0.0),
            (vec![0.0, -0.0], 0.0),
            (vec![1.0, 2.0, -4.0], -1.0),
            (vec![99.0, 1.0], 100.0),
            (vec![100.0, -1.0], 99.0),
            (vec![1e300, 1.0, -1e300], 1.0),
            (vec![1e22, -1e22], 0.0),
            (vec![two_53, 1.0], two_53),
            (vec![two_53, 1.0, 1.0], two_53 + 2.0),
            (vec![two_53, 1.0, 1.0, 1.0], two_53 + 4.0),
            (vec![f64::MAX, f64::MAX, -f64::MAX], f64::MAX),
            (vec![f64::MAX, f64::MAX], f64::INFINITY),
            (vec![f64::NEG_INFINITY, 5.0], f64::NEG_INFINITY),
        ] {
            assert_eq!(add_whole(&numbers), want, "{numbers:?}");
        }
        assert!(add_whole(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
    }
}
