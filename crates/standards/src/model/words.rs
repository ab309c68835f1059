//! The words that a standard and each of its courses are found by: running text, a paragraph a line.

use super::course::Course;
use super::standard::Standard;

impl Standard {
    /// Everything that it says outside its course blocks, without the title.
    pub fn words(&self) -> String {
        let mut lines = Lines::default();
        let major = &self.major;
        lines.one(&major.name);
        lines.all(major.codes.iter().map(|code| &code.code));
        lines.all(major.jobs.iter().map(|jobs| &jobs.text));
        lines.all(major.qualifications.iter().map(|one| &one.occupation));
        lines.one(&self.issued_by);
        lines.all(&self.cover).all(&self.foreword).all(&self.aims.overall);
        lines.all(self.aims.levels.iter().flat_map(|level| &level.text));
        for row in &self.requirements {
            lines.all(row.requirements.iter().map(|one| &one.text));
        }
        lines
            .all(&self.mode.system)
            .all(&self.mode.operation)
            .all(&self.plan.intro);
        let advice = &self.advice;
        lines.all(&advice.teachers).all(&advice.sites.text);
        for site in &advice.sites.rows {
            lines.one(&site.name).one(&site.equipment);
        }
        lines.all(&advice.resources).all(&advice.management);
        let evaluation = &self.evaluation;
        lines
            .all(&evaluation.ability)
            .all(&evaluation.skill)
            .all(&evaluation.graduates);
        lines.0
    }
}

impl Course {
    /// Everything that its block says, without the name: its tasks first.
    pub fn words(&self) -> String {
        let mut lines = Lines::default();
        lines
            .all(&self.code)
            .all(self.tasks.iter().map(|task| &task.name));
        lines.all(&self.description);
        lines.all(self.tasks.iter().flat_map(|task| &task.description));
        lines
            .all(&self.goals.lead)
            .all(self.goals.items.iter().map(|goal| &goal.text));
        let work = &self.work;
        let lists = [
            &work.objects,
            &work.tools,
            &work.materials,
            &work.equipment,
            &work.documents,
            &work.methods,
            &work.organisation,
            &work.requirements,
        ];
        lines.all(lists.into_iter().flatten());
        lines.all(&self.content.lead);
        for group in &self.content.groups {
            lines.one(&group.title);
            lines.all(group.parts.iter().flat_map(|part| &part.text));
        }
        let teaching = &self.teaching;
        let lists = [
            &teaching.teachers,
            &teaching.methods,
            &teaching.resources,
            &teaching.sites,
            &teaching.equipment,
            &teaching.materials,
            &teaching.management,
        ];
        lines.all(lists.into_iter().flatten());
        let assessment = &self.assessment;
        lines.all(&assessment.lead).all(&assessment.process_text);
        for item in &assessment.process {
            lines.one(&item.name).all(&item.text);
        }
        let case = &assessment.final_task;
        lines
            .all(&case.text)
            .all(&case.situation)
            .all(&case.requirements)
            .all(&case.materials);
        lines.0
    }
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn one(&mut self, text: &str) -> &mut Self {
        let text = text.trim();
        if !text.is_empty() {
            self.0.push_str(text);
            self.0.push('\n');
        }
        self
    }

    fn all<'a>(&mut self, texts: impl IntoIterator<Item = &'a String>) -> &mut Self {
        texts.into_iter().fold(self, |lines, text| lines.one(text))
    }
}
