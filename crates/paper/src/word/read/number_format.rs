//! Numbers as Word's list formats write them (ECMA-376 part 1, 17.18.59).

/// Writes a number in a list format; an unknown format, or a number outside its range, is written as a decimal.
pub fn formatted(value: i64, format: &str) -> String {
    let special = match format {
        "none" | "bullet" => Some(String::new()),
        "decimalZero" => Some(format!("{value:02}")),
        "upperRoman" => roman(value),
        "lowerRoman" => roman(value).map(|text| text.to_lowercase()),
        "upperLetter" => letters(value, 'A'),
        "lowerLetter" => letters(value, 'a'),
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "japaneseDigitalTenThousand"
        | "koreanCounting" => counting(value, "零一二三四五六七八九", "十百千"),
        "chineseLegalSimplified" => counting(value, "零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
        "ideographLegalTraditional" | "japaneseLegal" => counting(value, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
        "ideographDigital" | "taiwaneseDigital" => digits(value, "〇一二三四五六七八九"),
        "decimalFullWidth" | "decimalFullWidth2" => digits(value, "０１２３４５６７８９"),
        "ideographTraditional" => nth(value, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => nth(value, "子丑寅卯辰巳午未申酉戌亥"),
        "ideographEnclosedCircle" => nth(value, "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(value),
        "decimalEnclosedFullstop" => offset(value, '⒈', 20),
        "decimalEnclosedParen" => offset(value, '⑴', 20),
        "numberInDash" => Some(format!("- {value} -")),
        _ => None,
    };
    special.unwrap_or_else(|| value.to_string())
}

fn circled(value: i64) -> Option<String> {
    match value {
        1..=20 => offset(value, '①', 20),
        21..=35 => offset(value - 20, '㉑', 15),
        36..=50 => offset(value - 35, '㊱', 15),
        _ => None,
    }
}

fn offset(value: i64, first: char, count: i64) -> Option<String> {
    let steps = u32::try_from(value - 1)
        .ok()
        .filter(|_| (1..=count).contains(&value))?;
    char::from_u32(first as u32 + steps).map(String::from)
}

fn nth(value: i64, signs: &str) -> Option<String> {
    signs
        .chars()
        .nth(usize::try_from(value.checked_sub(1)?).ok()?)
        .map(String::from)
}

fn digits(value: i64, signs: &str) -> Option<String> {
    let text = u64::try_from(value).ok()?.to_string();
    text.chars()
        .map(|digit| signs.chars().nth(digit.to_digit(10)? as usize))
        .collect()
}

/// 十, 十一, 二十, 一百零五: counting words below ten thousand.
fn counting(value: i64, signs: &str, units: &str) -> Option<String> {
    let value = usize::try_from(value)
        .ok()
        .filter(|value| (1..10_000).contains(value))?;
    let sign = |digit: usize| signs.chars().nth(digit);
    let mut out = String::new();
    let mut gap = false;
    for place in (0..4u32).rev() {
        let digit = value / 10usize.pow(place) % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(sign(0)?);
            gap = false;
        }
        // Ten to nineteen begin with the unit alone: 十一, not 一十一.
        if !(digit == 1 && place == 1 && out.is_empty()) {
            out.push(sign(digit)?);
        }
        if place > 0 {
            out.extend(units.chars().nth(place as usize - 1));
        }
    }
    Some(out)
}

fn roman(value: i64) -> Option<String> {
    const STEPS: [(i64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = Some(value).filter(|value| (1..4_000).contains(value))?;
    let mut out = String::new();
    for (step, sign) in STEPS {
        while rest >= step {
            out.push_str(sign);
            rest -= step;
        }
    }
    Some(out)
}

/// a … z, aa, bb …: the letter repeats.
fn letters(value: i64, first: char) -> Option<String> {
    let index = u32::try_from(value.checked_sub(1)?)
        .ok()
        .filter(|index| *index < 26 * 20)?;
    let letter = char::from_u32(first as u32 + index % 26)?;
    Some(std::iter::repeat_n(letter, index as usize / 26 + 1).collect())
}

#[cfg(test)]
mod tests {
    use super::formatted;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        for (value, format, expected) in [
            (1, "chineseCountingThousand", "一"),
            (10, "chineseCounting", "十"),
            (12, "chineseCounting", "十二"),
            (20, "chineseCounting", "二十"),
            (105, "chineseCounting", "一百零五"),
            (110, "chineseCounting", "一百一十"),
            (1005, "chineseCounting", "一千零五"),
            (3, "chineseLegalSimplified", "叁"),
            (10, "ideographDigital", "一〇"),
            (3, "decimalEnclosedCircle", "③"),
            (21, "decimalEnclosedCircle", "㉑"),
            (36, "decimalEnclosedCircleChinese", "㊱"),
            (51, "decimalEnclosedCircle", "51"),
            (12, "decimalFullWidth", "１２"),
            (2, "ideographTraditional", "乙"),
            (1994, "upperRoman", "MCMXCIV"),
            (28, "lowerLetter", "bb"),
            (7, "decimalZero", "07"),
            (-3, "lowerLetter", "-3"),
            (i64::MAX, "upperRoman", "9223372036854775807"),
            (4, "a format of the future", "4"),
        ] {
            assert_eq!(formatted(value, format), expected, "{value} as {format}");
        }
    }
}
