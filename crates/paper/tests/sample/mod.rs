//! A document with everything that one can hold; tests and the speed example share it.

use paper::doc::{
    Block, Doc, Face, Image, Item, List, Mark, NotAPicture, Page, Paragraph, Run, Table, TableCell, TableRow,
    TextSize,
};

/// A work page with everything that a document can hold.
pub fn sample() -> Result<Doc, NotAPicture> {
    let duties = TableRow {
        cells: vec![
            TableCell::text("获取信息").span(1, 2),
            TableCell::text("接任务单"),
            TableCell::of(vec![Block::list(
                Mark::Decimal,
                ["领取生产任务单", "明确 <交货期> & \"数量\""],
            )]),
        ],
        ..TableRow::default()
    };
    let rest = TableRow {
        cells: vec![
            TableCell::text("识读图样"),
            TableCell::of(vec![Block::text("签字："), Block::WriteLines(3)]),
        ],
        ..TableRow::default()
    };
    let long = TableRow::plain(["实施计划", "首件加工", "按工艺卡完成首件加工，过程自检并记录。"]);
    let table = Table {
        widths: vec![2, 2, 6],
        header: vec![
            TableRow {
                cells: vec![TableCell::label("学习任务：螺纹轴的数控车床加工").span(3, 1)],
                ..TableRow::default()
            },
            TableRow::labels(["学习环节", "学习步骤", "学生活动"]),
        ],
        rows: [vec![duties, rest], vec![long; 60]].concat(),
        size: TextSize::Five,
    };
    let inner = List {
        mark: Mark::DecimalInBrackets,
        items: vec![Item {
            runs: vec![Run::plain("内层")],
            inner: None,
        }],
    };
    let list = List {
        mark: Mark::ChineseInBrackets,
        items: vec![Item {
            runs: vec![Run::bold("外层")],
            inner: Some(inner),
        }],
    };
    Ok(Doc {
        title: "学习任务工作页".to_owned(),
        head: Some("江南市技师学院".to_owned()),
        page: Page::Portrait,
        face: Face::Song,
        blocks: vec![
            Block::KeyValue(vec![
                ("课程".to_owned(), "零件数控车床加工".to_owned()),
                ("班级".to_owned(), "数控2501班".to_owned()),
                ("姓名".to_owned(), "王璟琛".to_owned()),
            ]),
            Block::Heading(1, "一、任务情境".to_owned()),
            Block::indented(
                "某公司急需 20 件螺纹轴，图号 LZ-03，材料 45 钢，φ30 外圆公差 ±0.02 mm。".repeat(3),
            ),
            Block::List(list),
            Block::Heading(
                2,
                "复杂零件车铣复合加工与数控车削工艺优化及工装设计和生产现场技术指导课程标准".to_owned(),
            ),
            Block::Paragraph(Paragraph {
                runs: vec![Run::plain("普通"), Run::bold("加粗")],
                ..Paragraph::default()
            }),
            Block::Image(Image::new(include_bytes!("../data/dot.png").to_vec(), 30)?),
            Block::Table(table),
            Block::PageBreak,
            Block::Heading(1, "二、书写".to_owned()),
            Block::WriteLines(6),
            Block::Signatures(["编制", "审核", "日期", "批准"].map(str::to_owned).to_vec()),
        ],
    })
}
