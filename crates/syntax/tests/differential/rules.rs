//! The known differences. Each rule says from our reading, or from the text, what the other parser must have read, so that
//! it covers nothing else.

use layerlab_syntax::parse;

use crate::difference::{Aspect, Difference, differing, our_readings};
use crate::others::Other;
use crate::reading::Reading;

/// A kind of difference in which BuildKit is on our side.
pub struct Rule {
    /// What the other parser does.
    pub name: &'static str,
    /// Who does it.
    pub other: Other,
    /// What BuildKit does, and where: paths are below `frontend/dockerfile` of moby/buildkit.
    pub reason: &'static str,
    /// Whether it explains a difference.
    pub explains: fn(&Difference<'_>) -> bool,
}

/// All rules.
pub const RULES: &[Rule] = &[
    Rule {
        name: "takes the heredoc marker out of the arguments",
        other: Other::ParseDockerfile,
        reason: "newNodeFromLine of parser/parser.go leaves the marker in the arguments; MustParseHeredoc finds it there \
                 again, so that dockerfile2llb/convert.go can tell a script from the input of a command",
        explains: drops_heredoc_marker,
    },
    Rule {
        name: "drops the tabs of a <<- heredoc while it reads",
        other: Other::ParseDockerfile,
        reason: "parser/parser.go leaves them in Heredoc.Content; ChompHeredocContent drops them later, and only for the \
                 files of COPY and ADD (instructions/parse.go) and a script that is no other command's input",
        explains: drops_heredoc_tabs,
    },
    Rule {
        name: "takes CMD out of the strings of a health check",
        other: Other::ParseDockerfile,
        reason: "parseHealthConfig of parser/line_parsers.go puts the word CMD before the strings of the array, and \
                 parseHealthcheck of instructions/parse.go reads it from there",
        explains: drops_health_command,
    },
    Rule {
        name: "takes -- for a flag",
        other: Other::ParseDockerfile,
        reason: "extractBuilderFlags of parser/split_command.go stops at a bare -- and adds no flag",
        explains: takes_dashes_for_flag,
    },
    Rule {
        name: "ends a flag inside quotes",
        other: Other::ParseDockerfile,
        reason: "extractBuilderFlags of parser/split_command.go reads to the closing quote and drops the quotes",
        explains: ends_flag_inside_quotes,
    },
    Rule {
        name: "reads a flag as UTF-8",
        other: Other::ParseDockerfile,
        reason: "extractBuilderFlags of parser/split_command.go makes a character of each byte, and error messages show it",
        explains: reads_flag_as_utf8,
    },
    Rule {
        name: "forgets a directive that is given twice",
        other: Other::ParseDockerfile,
        reason: "ParseLine of parser/directives.go refuses the file; the first one stays in force for what we read after it",
        explains: forgets_repeated_directive,
    },
    Rule {
        name: "knows no escape directive",
        other: Other::DockerfileParser,
        reason: "setEscapeToken of parser/parser.go",
        explains: knows_no_escape_directive,
    },
    Rule {
        name: "reads the body of a heredoc as instructions",
        other: Other::DockerfileParser,
        reason: "parser/parser.go takes the lines up to the terminator, or to the end of the file, as the heredoc's body",
        explains: reads_heredoc_body,
    },
    Rule {
        name: "ends a keyword at the first character that is no letter",
        other: Other::DockerfileParser,
        reason: "splitCommand of parser/split_command.go ends it at white space only",
        explains: ends_keyword_early,
    },
    Rule {
        name: "takes # after a keyword for a comment and goes on in the next line",
        other: Other::DockerfileParser,
        reason: "isComment of parser/parser.go: a comment is a line that begins with #",
        explains: goes_on_after_comment,
    },
    Rule {
        name: "lets a JSON string go over lines",
        other: Other::DockerfileParser,
        reason: "parser/parser.go cuts the file into lines before parseJSON of parser/line_parsers.go sees one of them",
        explains: lets_string_go_over_lines,
    },
    Rule {
        name: "ends a continuation at an empty line behind a comment",
        other: Other::DockerfileParser,
        reason: "isEmptyContinuationLine of parser/parser.go: an empty line in a continuation is left out with a warning",
        explains: ends_continuation_at_empty_line,
    },
    Rule {
        name: "takes single quotes and a last comma for JSON",
        other: Other::DockerfileParser,
        reason: "parseJSON of parser/line_parsers.go uses Go's encoding/json; what that refuses is in shell form",
        explains: takes_other_text_for_json,
    },
    Rule {
        name: "knows no JSON behind flags",
        other: Other::DockerfileParser,
        reason: "splitCommand of parser/split_command.go takes the flags away before the line parsers look for JSON",
        explains: knows_no_json_behind_flags,
    },
    Rule {
        name: "takes a flag without value, or with other characters than letters, for a path",
        other: Other::DockerfileParser,
        reason: "extractBuilderFlags of parser/split_command.go takes every leading word with two dashes; \
                 instructions/bflag.go says which exist and which need a value",
        explains: takes_unusual_flag_for_path,
    },
    Rule {
        name: "takes a flag that goes over lines for a path",
        other: Other::DockerfileParser,
        reason: "parser/parser.go joins the lines before splitCommand of parser/split_command.go looks for flags",
        explains: takes_broken_flag_for_path,
    },
];

fn drops_heredoc_marker(difference: &Difference<'_>) -> bool {
    let Some((instruction, ours)) = difference.ours else {
        return false;
    };
    let source = &difference.file.text;
    let markers = instruction.heredocs.iter();
    let mut markers: Vec<&str> = markers
        .filter_map(|heredoc| source.get(heredoc.marker.start..heredoc.marker.end))
        .collect();
    let words = ours.text.as_deref().unwrap_or_default().split(' ');
    let without_markers: Vec<&str> = words
        .filter(
            |word| match markers.iter().position(|marker| marker == word) {
                Some(position) => {
                    markers.remove(position);
                    false
                }
                None => true,
            },
        )
        .collect();
    difference.aspect == Aspect::Text
        && !instruction.heredocs.is_empty()
        && difference.theirs.and_then(|theirs| theirs.text.clone())
            == Some(without_markers.join(" "))
}

fn drops_heredoc_tabs(difference: &Difference<'_>) -> bool {
    let (Some((instruction, _)), Some(theirs)) = (difference.ours, difference.theirs) else {
        return false;
    };
    let without_tabs = |content: &str| -> String {
        let lines = content.split_inclusive('\n');
        lines.map(|line| line.trim_start_matches('\t')).collect()
    };
    let heredocs = instruction.heredocs.iter();
    let bodies: Vec<String> = heredocs
        .map(|heredoc| match heredoc.chomp {
            true => without_tabs(&heredoc.content),
            false => heredoc.content.to_string(),
        })
        .collect();
    difference.aspect == Aspect::Heredocs && theirs.heredocs.as_ref() == Some(&bodies)
}

fn drops_health_command(difference: &Difference<'_>) -> bool {
    let Some((ours, theirs)) = difference.both(Aspect::Json) else {
        return false;
    };
    let (Some(Some(ours_strings)), Some(Some(strings))) = (&ours.json, &theirs.json) else {
        return false;
    };
    ours.keyword == "HEALTHCHECK"
        && ours_strings.split_first() == Some((&"CMD".to_owned(), strings))
}

fn takes_dashes_for_flag(difference: &Difference<'_>) -> bool {
    let Some((ours, theirs)) = difference.flags() else {
        return false;
    };
    theirs
        .iter()
        .position(|flag| flag == "--")
        .is_some_and(|position| {
            theirs.get(..position) == Some(ours) && position + 1 == theirs.len()
        })
}

fn ends_flag_inside_quotes(difference: &Difference<'_>) -> bool {
    let Some((ours, theirs)) = difference.flags() else {
        return false;
    };
    let ours = ours.join(" ");
    let theirs = theirs.join(" ");
    let unquoted = theirs.replace(['"', '\''], "");
    unquoted != theirs && (ours.starts_with(&unquoted) || unquoted.starts_with(&ours))
}

fn reads_flag_as_utf8(difference: &Difference<'_>) -> bool {
    let Some((ours, theirs)) = difference.flags() else {
        return false;
    };
    let bytes_as_characters = |flag: &String| flag.bytes().map(char::from).collect::<String>();
    let theirs: Vec<String> = theirs.iter().map(bytes_as_characters).collect();
    ours == theirs
}

fn forgets_repeated_directive(difference: &Difference<'_>) -> bool {
    let first_error = difference.file.tree.errors.first();
    first_error.is_some_and(|error| error.message.ends_with(" parser directive can be used"))
        && agrees_without_escape_directive(difference)
}

fn knows_no_escape_directive(difference: &Difference<'_>) -> bool {
    difference.file.tree.escape == '`' && agrees_without_escape_directive(difference)
}

fn reads_heredoc_body(difference: &Difference<'_>) -> bool {
    let (Some((instruction, _)), Some(theirs)) = (difference.ours, difference.theirs) else {
        return false;
    };
    let in_body = instruction
        .heredocs
        .first()
        .is_some_and(|heredoc| heredoc.body.start <= theirs.start);
    // A heredoc without an end is no part of the tree, only an error on the lines of its instruction.
    let is_unterminated = difference.file.tree.errors.iter().any(|error| {
        let first_line = error.lines.first().map(|lines| lines.first);
        error.message == "unterminated heredoc" && first_line == Some(instruction.lines.first)
    });
    difference.aspect == Aspect::OnlyTheirs && (in_body || is_unterminated)
}

fn ends_keyword_early(difference: &Difference<'_>) -> bool {
    let (Some((_, ours)), Some(theirs)) = (difference.ours, difference.theirs) else {
        return false;
    };
    let after_letters = ours
        .keyword
        .trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let letters = ours.keyword.strip_suffix(after_letters);
    let rest = |reading: &Reading| {
        let all = format!(
            "{}{}",
            reading.keyword,
            reading.text.as_deref().unwrap_or_default()
        );
        all.to_uppercase().replace(' ', "")
    };
    let is_early = !after_letters.is_empty() && letters == Some(&theirs.keyword);
    match difference.aspect {
        Aspect::Keyword => is_early,
        Aspect::Text => is_early && rest(ours) == rest(theirs),
        _ => false,
    }
}

fn goes_on_after_comment(difference: &Difference<'_>) -> bool {
    let Some(theirs) = difference.theirs else {
        return false;
    };
    let text = theirs.text.as_deref().unwrap_or_default();
    let takes_next_line = text.starts_with('#') && difference.lines_of(theirs) > 1;
    takes_next_line && matches!(difference.aspect, Aspect::Text | Aspect::OnlyOurs)
}

fn lets_string_go_over_lines(difference: &Difference<'_>) -> bool {
    let strings = difference.theirs.and_then(|theirs| theirs.json.clone());
    let has_line_break = strings
        .flatten()
        .is_some_and(|strings| strings.iter().any(|string| string.contains('\n')));
    has_line_break
        && difference
            .theirs
            .is_some_and(|theirs| difference.lines_of(theirs) > 1)
        && matches!(
            difference.aspect,
            Aspect::Text | Aspect::Json | Aspect::OnlyOurs
        )
}

fn ends_continuation_at_empty_line(difference: &Difference<'_>) -> bool {
    let (Some((instruction, ours)), Some(theirs)) = (difference.ours, difference.theirs) else {
        return false;
    };
    let source = &difference.file.text;
    match difference.aspect {
        Aspect::Text => {
            let end = theirs.end.unwrap_or_default();
            let before = source.get(..end).unwrap_or_default();
            let rest = source.get(end..instruction.span.end);
            let rest = rest.unwrap_or_default().trim_start_matches([' ', '\t']);
            let ends_there = before.ends_with('\n') && rest.starts_with('\n');
            let texts = ours.text.as_deref().zip(theirs.text.as_deref());
            ends_there && texts.is_some_and(|(ours, theirs)| ours.starts_with(theirs))
        }
        Aspect::OnlyTheirs => {
            let before = source.get(instruction.span.start..theirs.start);
            before.is_some_and(|before| {
                let line_before = before.trim_end_matches([' ', '\t']).strip_suffix('\n');
                line_before.is_some_and(|line| line.trim_end_matches([' ', '\t']).ends_with('\n'))
            })
        }
        _ => false,
    }
}

fn takes_other_text_for_json(difference: &Difference<'_>) -> bool {
    let Some((ours, theirs)) = difference.both(Aspect::Json) else {
        return false;
    };
    let text = ours.text.as_deref().unwrap_or_default();
    let is_json = serde_json::from_str::<serde_json::Value>(text).is_ok();
    ours.json == Some(None) && matches!(theirs.json, Some(Some(_))) && !is_json
}

fn knows_no_json_behind_flags(difference: &Difference<'_>) -> bool {
    let Some((ours, theirs)) = difference.both(Aspect::Json) else {
        return false;
    };
    let has_flags = ours.flags.as_ref().is_some_and(|flags| !flags.is_empty());
    has_flags && matches!(ours.json, Some(Some(_))) && theirs.json == Some(None)
}

fn takes_unusual_flag_for_path(difference: &Difference<'_>) -> bool {
    let is_usual = |flag: &str| {
        let named = flag
            .strip_prefix("--")
            .and_then(|flag| flag.split_once('='));
        named.is_some_and(|(name, value)| {
            !value.is_empty() && name.chars().all(|letter| letter.is_ascii_alphabetic())
        })
    };
    difference.flags().is_some_and(|(ours, theirs)| {
        let usual = ours.iter().take_while(|flag| is_usual(flag));
        usual.eq(theirs)
    })
}

fn takes_broken_flag_for_path(difference: &Difference<'_>) -> bool {
    let Some((instruction, _)) = difference.ours else {
        return false;
    };
    let source = &difference.file.text;
    let unbroken = instruction.flags.iter().take_while(|flag| {
        let written = source.get(flag.span.start..flag.span.end);
        written.is_some_and(|written| !written.contains('\n'))
    });
    let count = unbroken.count();
    difference
        .flags()
        .is_some_and(|(ours, theirs)| ours.get(..count) == Some(theirs))
}

/// Whether we would read the place as they do if there were no escape directive.
fn agrees_without_escape_directive(difference: &Difference<'_>) -> bool {
    let place = match difference.aspect {
        Aspect::OnlyOurs => difference
            .ours
            .map(|(instruction, _)| instruction.span.start),
        _ => difference.theirs.map(|theirs| theirs.start),
    };
    let mut is_head = true;
    let lines = difference.file.text.split_inclusive('\n').map(|line| {
        is_head &= line.starts_with('#');
        match is_head {
            true => line.replace("escape", "------"),
            false => line.to_owned(),
        }
    });
    let text: String = lines.collect();
    let tree = parse(&text);
    let readings = our_readings(&tree);
    let reading = place.and_then(|place| readings.get(&place));
    match (difference.aspect, reading, difference.theirs) {
        (Aspect::OnlyOurs, None, _) => true,
        (Aspect::OnlyOurs, Some(_), _) => false,
        (_, Some((_, ours)), Some(theirs)) => differing(ours, theirs).is_empty(),
        _ => false,
    }
}
