use super::*;

fn read(name: &str) -> String {
    Reading::of(name).spaced()
}

fn found(name: &str, query: &str) -> bool {
    let query = search_query(query);
    search_tokens(name, None)
        .iter()
        .any(|token| token.starts_with(&query))
}

#[test]
fn surnames_are_read_as_surnames() {
    let cases = [
        ("单小红", "shan xiao hong"),
        ("曾国强", "zeng guo qiang"),
        ("解红梅", "xie hong mei"),
        ("仇英", "qiu ying"),
        ("区志远", "ou zhi yuan"),
        ("尉迟恭", "yu chi gong"),
        ("查理想", "zha li xiang"),
        ("盖叫天", "ge jiao tian"),
        ("朴志浩", "piao zhi hao"),
        ("任晓东", "ren xiao dong"),
        ("华罗庚", "hua luo geng"),
        ("翟天临", "zhai tian lin"),
        ("万俟卨", "mo qi xie"),
        ("缪婷婷", "miao ting ting"),
        ("冼星海", "xian xing hai"),
        ("覃海铭", "qin hai ming"),
        ("欧阳立峰", "ou yang li feng"),
        ("吕布", "lv bu"),
        ("乐嘉", "yue jia"),
        ("闾丘露薇", "lv qiu lu wei"),
    ];
    for (name, reading) in cases {
        assert_eq!(read(name), reading, "{name}");
    }
}

#[test]
fn a_character_that_is_no_surname_there_is_read_as_usual() {
    assert_eq!(read("李单"), "li dan");
    assert_eq!(read("王任重"), "wang ren zhong");
    // Two characters: the compound surname would leave no given name.
    assert_eq!(read("尉迟"), "wei chi");
}

#[test]
fn a_reading_set_by_hand_takes_the_place_of_the_guess() {
    let by_hand: Reading = "Tán Hǎi míng".parse().unwrap();
    assert_eq!(by_hand.spaced(), "tan hai ming");
    assert_eq!(by_hand.initials(), "thm");
    assert!(sort_key("覃海铭", Some(&by_hand)) > sort_key("宋承宇", None));
    assert!(sort_key("覃海铭", None) < sort_key("宋承宇", None));
    assert_eq!(
        "lü4 bu".parse::<Reading>().map(|reading| reading.joined()),
        Ok("lvbu".to_owned())
    );
    for text in ["", "  ", "覃", "a/b"] {
        assert!(text.parse::<Reading>().is_err(), "{text}");
    }
}

#[test]
fn a_name_with_a_dot_or_a_rare_character_is_read_and_found() {
    assert_eq!(normalise("阿依古丽•托合提"), "阿依古丽·托合提");
    assert_eq!(normalise("阿依古丽･托合提"), "阿依古丽·托合提");
    assert_eq!(read("阿依古丽·托合提"), "a yi gu li tuo he ti");
    assert!(found("阿依古丽·托合提", "aygl"));
    assert!(found("阿依古丽·托合提", "阿依古丽托"));
    for query in ["托合提", "托合", "tht", "tuohe", "TuoHeTi"] {
        assert!(found("阿依古丽·托合提", query), "{query}");
    }
    assert!(found("买买提·阿不都·热合曼", "热合曼") && found("买买提·阿不都·热合曼", "阿不都热"));
    assert!(!found("阿依古丽·托合提", "合提"));
    assert_eq!(read("李𬀩"), "li wei");
    assert!(found("李𬀩", "𬀩"));
    assert_eq!(read("李〇"), "li ling");
    assert!(PersonName::parse("李𬀩").is_ok());
}

#[test]
fn a_name_is_found_by_any_beginning_of_its_forms() {
    for query in [
        "单",
        "单小",
        "shanxiaohong",
        "shan xiao",
        "Shan Xiao Hong",
        "sxh",
        "sx",
        "小红",
        "xiaoh",
        "xh",
        "danxiao",
    ] {
        assert!(found("单小红", query), "{query}");
    }
    for query in ["hong", "sxhh", "红", "李"] {
        assert!(!found("单小红", query), "{query}");
    }
    assert!(found("覃海铭", "tanhai") && found("覃海铭", "qinhai"));
    assert!(found("吕布", "lübu") && found("吕布", "lvb"));
    assert!(found("Anna Müller", "anna m") && found("Anna Müller", "mvl"));
}

#[test]
fn those_of_one_surname_stand_together_in_a_list() {
    let mut names = ["厉伟", "黎明", "李伟", "厉安", "李安", "张三", "章三", "安然"];
    names.sort_by_cached_key(|name| sort_key(name, None));
    assert_eq!(
        names,
        ["安然", "黎明", "李安", "李伟", "厉安", "厉伟", "张三", "章三"]
    );
}

#[test]
fn names_are_kept_in_one_form_and_strange_ones_refused() {
    for (text, name) in [
        (" 王  芳 ", "王芳"),
        ("王　芳", "王芳"),
        ("Ａｎｎａ  Lee", "Anna Lee"),
        ("高\u{a0}玥", "高玥"),
    ] {
        assert_eq!(
            PersonName::parse(text).map(|name| name.to_string()),
            Ok(name.to_owned()),
            "{text}"
        );
    }
    assert_eq!(PersonName::parse("　"), Err(Text::new("people-name-empty")));
    assert_eq!(
        PersonName::parse("高卫东 １８６"),
        Err(Text::new("people-name-character").with("character", '1'))
    );
    assert!(PersonName::parse(&"长".repeat(51)).is_err());
}

#[test]
fn a_name_with_very_many_readings_keeps_its_tokens_few() {
    let tokens = search_tokens("阿依古丽·乐还会行长重都单", None);
    assert!(tokens.len() < 200, "{}", tokens.len());
    assert!(
        tokens.iter().any(|token| token.starts_with("ayigulilehuan")),
        "{tokens:?}"
    );
}
