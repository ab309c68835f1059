//! Whether a password is one of the commonest (OWASP ASVS 5.0, 6.2.4 and 6.2.12), or one with the usual beginning and end: `Dragon1!`,
//! `Woaini5201314`, `Zhang19990203`, `1qaz@WSX`.
//!
//! `common.txt` holds, sorted and in small letters, what of the 30,000 commonest passwords that leaked could pass the rules of length and
//! kinds: words of the first 10,000, which need an end for that, and every one with letters and other signs that is no such word
//! with such an end. They are those of zxcvbn (MIT, see NOTICE). Beside them stand what is common here: pinyin of phrases, places
//! and surnames, walks over the keyboard.

/// A line a password, sorted by bytes.
const LIST: &str = include_str!("common.txt");

/// Figures that stand at ends of passwords in China: words that sound like them, and walks over the keys of a telephone.
const FIGURES: [&str; 25] = [
    "520",
    "521",
    "1314",
    "5201314",
    "1314520",
    "5211314",
    "1314521",
    "7758521",
    "7758258",
    "147258",
    "147258369",
    "258369",
    "159357",
    "159753",
    "123654",
    "112233",
    "123123",
    "123321",
    "321321",
    "131420",
    "201314",
    "520520",
    "521521",
    "13141314",
    "168168",
];
/// Digits that say nothing whatever they are.
const FEW: usize = 4;
/// Signs beside the digits that say nothing.
const SIGNS: usize = 2;
/// A core so short is a mere frame for a date or a run.
const FRAME: usize = 3;

/// Whether anybody who guesses tries it early.
pub fn is_common(password: &str) -> bool {
    let password = password.to_lowercase();
    if is_listed(&password) {
        return true;
    }
    let core = password.trim_matches(|sign: char| !sign.is_ascii_alphabetic());
    let Some((lead, tail)) = password.split_once(core).filter(|_| !core.is_empty()) else {
        return false;
    };
    if !says_nothing(lead) || !says_nothing(tail) {
        return false;
    }
    let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
    let framed = core.len() <= FRAME && digits(lead).max(digits(tail)) > FEW;
    framed || is_listed(core) || is_listed(&plain(core))
}

/// The signs that stand for letters, as the letters.
fn plain(core: &str) -> String {
    core.replace('@', "a").replace('0', "o").replace('$', "s")
}

/// Whether a beginning or an end makes a password no harder to guess: few digits, a date, a run, a figure that everybody knows, and
/// at most two other signs.
fn says_nothing(part: &str) -> bool {
    let digits: String = part.chars().filter(char::is_ascii_digit).collect();
    let signs = part.chars().count() - digits.len();
    signs <= SIGNS
        && (digits.len() <= FEW || FIGURES.contains(&digits.as_str()) || is_run(&digits) || is_date(&digits))
}

/// `123456`, `987654`, `888888`, `7890123`.
fn is_run(digits: &str) -> bool {
    let steps = digits
        .as_bytes()
        .windows(2)
        .map(|pair| (10 + pair[1] - pair[0]) % 10);
    let steps: std::collections::BTreeSet<u8> = steps.collect();
    steps.len() == 1 && steps.iter().all(|step| [0, 1, 9].contains(step))
}

/// `19990203`, `990203`, `199902`: a birthday or a month of one.
fn is_date(digits: &str) -> bool {
    let number =
        |from: usize, until: usize| digits.get(from..until).and_then(|part| part.parse::<u32>().ok());
    let year = |until| number(0, until).is_some_and(|year| (1940..2040).contains(&year));
    let month = |from| number(from, from + 2).is_some_and(|month| (1..=12).contains(&month));
    let day = |from| number(from, from + 2).is_some_and(|day| (1..=31).contains(&day));
    match digits.len() {
        8 => year(4) && month(4) && day(6),
        6 => (month(2) && day(4)) || (year(4) && month(4)),
        _ => false,
    }
}

/// Looks a line up by halving: about fourteen lines are compared, and nothing is made of the list before.
fn is_listed(sought: &str) -> bool {
    let (mut from, mut until) = (0, LIST.len());
    while from < until {
        let middle = usize::midpoint(from, until);
        let begin = LIST[from..middle].rfind('\n').map_or(from, |at| from + at + 1);
        let end = LIST[begin..].find('\n').map_or(LIST.len(), |at| begin + at);
        match LIST[begin..end].cmp(sought) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => from = end + 1,
            std::cmp::Ordering::Greater => until = begin,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_every_line_is_found() {
        let lines: Vec<&str> = LIST.lines().collect();
        assert!(lines.len() > 9_000, "{}", lines.len());
        assert!(lines.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(
            lines
                .iter()
                .all(|line| is_listed(line) && *line == line.to_lowercase())
        );
        for absent in ["", "\n", "zzzzzzzzzz", "!", "zhuanzi", "a b"] {
            assert!(!is_listed(absent), "{absent}");
        }
    }

    #[test]
    fn a_common_one_stays_common_with_the_usual_beginning_and_end() {
        for password in [
            "Password1",
            "Passw0rd!",
            "P@ssw0rd2026",
            "Pa$$w0rd!!",
            "Admin@123",
            "Admin888",
            "Dragon1!",
            "Abc123456",
            "Abc@123456",
            "Aa123456!",
            "aA12345678",
            "Qwer@1234",
            "Qwerty123!",
            "1qaz@WSX",
            "1Qaz2wsx",
            "!QAZ2wsx",
            "Zaq12wsx",
            "Q1w2e3r4",
            "Asdf1234!",
            "Zxcvbnm1",
            "Woaini1314",
            "Woaini5201314",
            "5201314Woaini",
            "Woaini520!",
            "Iloveyou1",
            "Welcome@1",
            "Changeme1",
            "Test@123",
            "Zhang19990203",
            "Wang990203!",
            "Lxy19980101",
            "Beijing2008",
            "Zhongguo@123",
            "Wodemima1",
            "Trustno1",
            "Haohaoxuexi1",
            "Liming123!",
            "Xuesheng123",
            "Qq5201314",
        ] {
            assert!(is_common(password), "{password}");
        }
    }

    #[test]
    fn what_nobody_guesses_early_is_let_through() {
        for password in [
            "Zhuanzi-7",
            "车床 Fanuc0i 好",
            "tR4ctor!",
            "correct-Horse-battery",
            "Blue-Lathe-7",
            "Wang-zhuang-dao-ju-9",
            "Dragon-48213",
            "Lxy-48213-kz",
            "19990203",
            "",
        ] {
            assert!(!is_common(password), "{password}");
        }
    }
}
