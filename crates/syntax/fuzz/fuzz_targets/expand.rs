//! Any word is expanded or refused, whatever the variables hold.

#![no_main]

use layerlab_syntax::expand::{ExpandOptions, expand_word, expand_words};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str, bool)| {
    let (word, value, backquote) = input;
    let options = ExpandOptions::new(if backquote { '`' } else { '\\' });
    // Half of the names are set.
    let lookup = |name: &str| (name.len() % 2 == 1).then(|| value.to_owned());
    let _ = expand_word(word, options, &lookup);
    let _ = expand_words(word, options, &lookup);
});
