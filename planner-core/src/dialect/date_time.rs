//! Dates and times in the spellings of schemas (RFC 3339) and of PostgreSQL's catalogue -> their
//! parts, and back into a chosen spelling. Knows of no time zone but fixed offsets.

/// A date and a time of day, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTime {
    /// Days since 1970-01-01.
    pub day: i64,
    /// Microseconds since midnight; further digits are rounded off, as PostgreSQL does.
    pub micros: i64,
    /// Minutes east of UTC, where the text says so.
    pub offset: Option<i32>,
}

const DAY_MICROS: i64 = 86_400_000_000;

impl DateTime {
    /// Reads `2020-01-01`, `2020-01-01T10:00:00.12+02:00`, `2020-01-01 10:00:00 +02`, and so on.
    /// `None` for anything else: years before 1 or after 9999, special words, names of zones.
    pub fn read(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let day = read_date(date)?;
        if rest.is_empty() {
            return Some(Self { day, micros: 0, offset: None });
        }
        let time = rest.strip_prefix(['T', 't', ' '])?;
        let (micros, offset) = read_time(time)?;
        Some(Self { day, micros, offset }.carried())
    }

    /// Reads a time of day, with or without an offset; a date before it is left out.
    pub fn read_time(text: &str) -> Option<Self> {
        if let Some(whole) = Self::read(text) {
            return Some(whole);
        }
        let (micros, offset) = read_time(text)?;
        Some(Self { day: 0, micros, offset }.carried())
    }

    /// The same instant with offset zero; a text without an offset counts as UTC.
    #[must_use]
    pub fn utc(self) -> Self {
        let offset = i64::from(self.offset.unwrap_or_default()) * 60_000_000;
        Self { micros: self.micros - offset, offset: Some(0), ..self }.carried()
    }

    /// `2020-01-01`.
    pub fn date_text(&self) -> String {
        let (year, month, day) = civil(self.day);
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// `10:00:00`, with the digits of a fraction that are not zero at its end.
    pub fn time_text(&self) -> String {
        let fraction = format!("{:06}", self.micros % 1_000_000);
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{}{point}{fraction}", self.clock_text())
    }

    /// `10:00:00`, with a fraction of three digits, or six, or none, as few as will do.
    pub fn grouped_time_text(&self) -> String {
        let micros = self.micros % 1_000_000;
        match (micros, micros % 1000) {
            (0, _) => self.clock_text(),
            (_, 0) => format!("{}.{:03}", self.clock_text(), micros / 1000),
            (_, _) => format!("{}.{micros:06}", self.clock_text()),
        }
    }

    /// `+02`, `-03:30`: the shortest spelling of the offset; UTC where none was said.
    pub fn short_offset_text(&self) -> String {
        let text = self.offset_text();
        text.strip_suffix(":00").map(str::to_owned).unwrap_or(text)
    }

    /// `+02:00`; UTC where none was said.
    pub fn offset_text(&self) -> String {
        let offset = self.offset.unwrap_or_default();
        let sign = if offset < 0 { '-' } else { '+' };
        format!("{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
    }

    fn clock_text(&self) -> String {
        let seconds = self.micros / 1_000_000;
        format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    fn carried(self) -> Self {
        Self {
            day: self.day + self.micros.div_euclid(DAY_MICROS),
            micros: self.micros.rem_euclid(DAY_MICROS),
            ..self
        }
    }
}

fn number(text: &str, length: usize) -> Option<i64> {
    let digits = text.len() == length && text.bytes().all(|each| each.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn read_date(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    if parts.next().is_some() || year < 1 || !(1..=12).contains(&month) {
        return None;
    }
    let days = days_from_civil(year, month, day);
    // A day that its month does not have would come back as another one.
    (civil(days) == (year, month, day)).then_some(days)
}

fn read_time(text: &str) -> Option<(i64, Option<i32>)> {
    let end = text.find(['Z', 'z', '+', '-', ' ']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(end);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut parts = clock.split(':');
    let hours = number(parts.next()?, 2)?;
    let minutes = number(parts.next()?, 2)?;
    let seconds = parts.next().map_or(Some(0), |seconds| number(seconds, 2))?;
    if parts.next().is_some() || hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let micros = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + read_fraction(fraction)?;
    Some((micros, read_offset(zone.trim_start_matches(' '))?))
}

fn read_fraction(text: &str) -> Option<i64> {
    if !text.bytes().all(|each| each.is_ascii_digit()) {
        return None;
    }
    let padded: String = text.chars().chain(std::iter::repeat('0')).take(7).collect();
    Some((number(&padded, 7)? + 5) / 10)
}

fn read_offset(text: &str) -> Option<Option<i32>> {
    if text.is_empty() {
        return Some(None);
    }
    if text.eq_ignore_ascii_case("z") {
        return Some(Some(0));
    }
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+')?),
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "00"));
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
    if hours > 15 || minutes > 59 {
        return None;
    }
    Some(Some(sign * (hours * 60 + minutes) as i32))
}

/// Days since 1970-01-01 of a date of the Gregorian calendar.
/// <https://howardhinnant.github.io/date_algorithms.html>
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_instant_are_one() {
        let texts = [
            "2020-01-01T10:00:00.120+02:00",
            "2020-01-01 10:00:00.12 +02:00",
            "2020-01-01 08:00:00.12+00",
            "2020-01-01t08:00:00.1200000Z",
            "2019-12-31 23:30:00.12-08:30",
        ];
        for text in texts {
            let utc = DateTime::read(text).unwrap().utc();
            assert_eq!(utc.date_text(), "2020-01-01", "{text}");
            assert_eq!(utc.time_text(), "08:00:00.12", "{text}");
        }
    }

    #[test]
    fn rounding_and_offsets_carry_over_midnight() {
        let late = DateTime::read("2019-12-31T23:59:59.9999999").unwrap();
        assert_eq!((late.date_text(), late.time_text()), ("2020-01-01".into(), "00:00:00".into()));
        let leap = DateTime::read("2000-02-29T23:30:00-01:00").unwrap().utc();
        assert_eq!(leap.date_text(), "2000-03-01");
    }

    #[test]
    fn fractions_and_offsets_in_both_spellings() {
        let time = DateTime::read_time("10:00:00.5-03:30").unwrap();
        assert_eq!(time.short_offset_text(), "-03:30");
        assert_eq!(time.grouped_time_text(), "10:00:00.500");
        assert_eq!(DateTime::read_time("10:00:00+02").unwrap().short_offset_text(), "+02");
        let fine = DateTime::read("2020-01-01T10:00:00.000120Z").unwrap();
        assert_eq!(fine.grouped_time_text(), "10:00:00.000120");
        assert_eq!(fine.offset_text(), "+00:00");
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        for text in [
            "",
            "now",
            "infinity",
            "2020-13-01",
            "2021-02-29",
            "2020-1-01",
            "2020-01-01T25:00:00",
            "2020-01-01T10:00:00 CET",
            "0044-03-15 10:00:00+00 BC",
            "0000-01-01",
            "éééééééééé",
        ] {
            assert_eq!(DateTime::read(text), None, "{text}");
        }
    }

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        for day in -146_097..146_097 {
            let (year, month, date) = civil(day);
            assert_eq!(days_from_civil(year, month, date), day);
        }
    }
}
