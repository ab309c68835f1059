//! What a person does at a page: waits, presses, types (Chinese too), takes a photo, loses the network.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::By;

use crate::bench::Browser;

/// Looks for something that must come, twenty a second: a machine under load may need this many.
const LOOKS: usize = 600;

/// Whether a browser reaches the server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// It does.
    There,
    /// It does not, as in a workshop's far corner.
    Gone,
}

impl Browser {
    /// Waits until a script gives something that is neither nothing nor false nor empty, and gives that.
    pub async fn wait(&self, script: &str, arguments: Vec<Value>) -> Value {
        for _ in 0..LOOKS {
            // Between two pages there is nothing that could run a script.
            let found = self.driver.execute(script, arguments.clone()).await;
            let found = found.map(|found| found.json().clone()).unwrap_or_default();
            if ![Value::Null, json!(false), json!(""), json!(0)].contains(&found) {
                return found;
            }
            pause(50).await;
        }
        let here = "return location.href + '\\n' + document.body.innerText.slice(0, 2000)";
        panic!(
            "it never came: {script} {arguments:?}\nat {}",
            self.run(here, vec![]).await
        );
    }

    /// Presses what can be seen, is chosen by the selector and holds the text.
    pub async fn press(&self, selector: &str, text: &str) {
        let press = "const found = [...document.querySelectorAll(arguments[0])].find(e => e.textContent.includes(arguments[1]) \
                     && e.checkVisibility() && !e.disabled); found?.click(); return Boolean(found)";
        self.wait(press, vec![json!(selector), json!(text)]).await;
    }

    /// Presses the button of the form that leads there, in a menu too, and says yes where it asks.
    pub async fn act(&self, action: &str, says: &str) {
        let press = "const found = document.querySelector(`form[action$=\"${arguments[0]}\"] button`); found?.click(); \
                     return Boolean(found)";
        self.wait(press, vec![json!(action)]).await;
        let answered = "const yes = document.querySelector('dialog[open] .btn-primary'); yes?.click(); \
                        return [...document.querySelectorAll('.toast-line')].some(e => e.textContent.includes(arguments[0]))";
        self.wait(answered, vec![json!(says)]).await;
    }

    /// Chooses and writes what stands in the fields of a form that does not save itself.
    pub async fn fill(&self, fields: &[(&str, &str)]) {
        for (field, value) in fields {
            let fill = "const found = document.querySelector(arguments[0]); if (found) { found.value = arguments[1]; \
                        found.dispatchEvent(new Event('input', {bubbles: true})); } return Boolean(found)";
            self.wait(fill, vec![json!(field), json!(value)]).await;
        }
    }

    /// Waits until the address holds this, and gives what follows it up to the next `/` or `?`.
    pub async fn at(&self, part: &str) -> String {
        let here = "const found = (location.pathname + location.search).split(arguments[0])[1]; \
                    const name = found?.split(/[/?]/)[0] ?? 'new'; return name === 'new' ? '' : name || '-'";
        let found = self.wait(here, vec![json!(part)]).await;
        found.as_str().unwrap().to_owned()
    }

    /// Puts the cursor at the end of a field, as a person does before typing.
    pub async fn enter(&self, field: &str) {
        let enter = "const found = document.querySelector(arguments[0]); found?.scrollIntoView({block: 'center'}); found?.focus(); \
                     found?.setSelectionRange?.(found.value.length, found.value.length); return Boolean(found)";
        self.wait(enter, vec![json!(field)]).await;
    }

    /// Types a text into a field and goes on.
    pub async fn type_in(&self, field: &str, text: &str) {
        self.enter(field).await;
        self.command("Input.insertText", json!({ "text": text })).await;
        self.run("document.activeElement.blur()", vec![]).await;
    }

    /// A piece of Chinese input on its way: the letters stand in the field, and nobody meant to write them.
    pub async fn compose(&self, letters: &str) {
        let at = letters.chars().count();
        let piece = json!({ "text": letters, "selectionStart": at, "selectionEnd": at });
        self.command("Input.imeSetComposition", piece).await;
    }

    /// Waits until the field says that it was saved.
    pub async fn saved(&self, field: &str) {
        self.noted(field, "已保存").await;
    }

    /// Waits until the field's note holds this.
    pub async fn noted(&self, field: &str, word: &str) {
        let note = "return document.querySelector(arguments[0])?.closest('.question, .fld, form, [data-note-scope]') \
                    ?.querySelector('[data-save-note]')?.textContent.includes(arguments[1])";
        self.wait(note, vec![json!(field), json!(word)]).await;
    }

    /// What stands in a field.
    pub async fn value(&self, field: &str) -> String {
        let value = "return document.querySelector(arguments[0]).value";
        self.run(value, vec![json!(field)])
            .await
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Waits until a field holds this: what is not yet stored comes back a moment after the page.
    pub async fn holds(&self, field: &str, text: &str) {
        let holds = "return document.querySelector(arguments[0])?.value === arguments[1]";
        self.wait(holds, vec![json!(field), json!(text)]).await;
    }

    /// The text of the first thing that the selector chooses.
    pub async fn text(&self, selector: &str) -> String {
        let text = "return document.querySelector(arguments[0])?.textContent";
        let found = self.wait(text, vec![json!(selector)]).await;
        found.as_str().unwrap().to_owned()
    }

    /// How many things the selector chooses.
    pub async fn count(&self, selector: &str) -> u64 {
        let count = "return document.querySelectorAll(arguments[0]).length";
        self.run(count, vec![json!(selector)]).await.as_u64().unwrap()
    }

    /// Loses the network, or finds it again.
    pub async fn network(&self, network: Network) {
        let way = json!({ "offline": network == Network::Gone, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.command("Network.emulateNetworkConditions", way).await;
    }

    /// Gives a file to a file input, as the camera does.
    pub async fn photo(&self, input: &str, file: &Path) {
        let input = self.driver.find(By::Css(input)).await.unwrap();
        input.send_keys(file.to_str().unwrap()).await.unwrap();
    }

    /// Two taps so quick after one another that the page is the same for both.
    pub async fn tap_twice(&self, selector: &str) {
        let place = "const found = document.querySelector(arguments[0]); found.scrollIntoView({block: 'center'}); \
                     const box = found.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]";
        let place = self.run(place, vec![json!(selector)]).await;
        for count in [1, 2] {
            for kind in ["mousePressed", "mouseReleased"] {
                let tap = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": count });
                self.command("Input.dispatchMouseEvent", tap).await;
            }
        }
    }
}

/// Lets the page go on by itself for a moment.
pub async fn pause(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}
