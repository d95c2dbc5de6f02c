//! Two Dockerfiles for the same files.

use super::figures::{Figure, FigurePair, Quantity, pairs};
use crate::lab::analysis::Analysis;
use crate::lab::typical_edits::{EditKind, typical_edits};
use crate::lab::what_if::EditCosts;

/// All figures of both, those of the typical edits too. Both sides are edited in the same files.
#[must_use]
pub fn compare_dockerfiles(
    first: (&Analysis, &EditCosts),
    second: (&Analysis, &EditCosts),
) -> Vec<FigurePair> {
    let mut figures = pairs(
        first.0,
        second.0,
        &[
            Quantity::Steps,
            Quantity::ColdBuild,
            Quantity::ImageSize,
            Quantity::Pull,
            Quantity::Layers,
            Quantity::Context,
        ],
    );
    let (edits, other_edits) = (
        typical_edits(first.0, first.1),
        typical_edits(second.0, second.1),
    );
    let subject = |kind: EditKind| {
        let mut all = edits.iter().chain(&other_edits);
        all.find(|edit| edit.kind == kind)
            .map(|edit| edit.subject.as_str())
    };
    for kind in [EditKind::Code, EditKind::Dependencies] {
        let Some(path) = subject(kind) else { continue };
        let of = |(analysis, costs): (&Analysis, &EditCosts)| {
            (!analysis.summary.fails).then(|| Figure::Edit {
                subject: path.to_owned(),
                cost: costs.file(path).clone(),
            })
        };
        figures.push(FigurePair {
            quantity: Quantity::Edit(kind),
            before: of(first),
            after: of(second),
        });
    }
    let image = |(analysis, costs): (&Analysis, &EditCosts)| {
        let (name, cost) = costs.dearest_base_image()?;
        (!analysis.summary.fails).then(|| Figure::Edit {
            subject: name.to_owned(),
            cost: cost.clone(),
        })
    };
    let images = (image(first), image(second));
    if images.0.is_some() || images.1.is_some() {
        figures.push(FigurePair {
            quantity: Quantity::Edit(EditKind::BaseImage),
            before: images.0,
            after: images.1,
        });
    }
    figures
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;
    use std::rc::Rc;

    use super::*;
    use crate::context::{FileNode, FileTree};
    use crate::lab::{Lab, Project};

    fn lab(dockerfile: &str) -> Lab {
        let files = FileTree::default()
            .with("requirements.txt", FileNode::text("django==5.2\n"))
            .with("shop/views.py", FileNode::text("x = 1\n"));
        Lab::open(Project {
            dockerfile: dockerfile.into(),
            files: Rc::new(files),
            ..Project::default()
        })
    }

    fn compared(first: &str, second: &str) -> Vec<FigurePair> {
        let (first, second) = (lab(first), lab(second));
        compare_dockerfiles(
            (&first.analyze(), &first.edit_costs()),
            (&second.analyze(), &second.edit_costs()),
        )
    }

    fn trend(figures: &[FigurePair], quantity: Quantity) -> Option<Ordering> {
        let mut figures = figures.iter();
        figures.find(|pair| pair.quantity == quantity)?.trend()
    }

    const CODE_FIRST: &str =
        "FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n";
    const LIST_FIRST: &str = "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n";

    #[test]
    fn the_better_order_makes_code_edits_cheaper_and_slim_is_smaller() {
        let figures = compared(CODE_FIRST, LIST_FIRST);
        let code = Quantity::Edit(EditKind::Code);
        assert_eq!(trend(&figures, code), Some(Ordering::Less));
        assert_eq!(trend(&figures, Quantity::ImageSize), Some(Ordering::Less));
        assert_eq!(trend(&figures, Quantity::Pull), Some(Ordering::Less));
        assert_eq!(trend(&figures, Quantity::Steps), Some(Ordering::Greater));
        assert_eq!(trend(&figures, Quantity::Layers), Some(Ordering::Greater));
    }

    #[test]
    fn both_sides_are_edited_in_the_same_file() {
        let figures = compared(CODE_FIRST, LIST_FIRST);
        for pair in &figures {
            let Quantity::Edit(EditKind::Code | EditKind::Dependencies) = pair.quantity else {
                continue;
            };
            let subject = |figure: &Option<Figure>| match figure {
                Some(Figure::Edit { subject, .. }) => Some(subject.clone()),
                _ => None,
            };
            assert!(subject(&pair.before).is_some());
            assert_eq!(subject(&pair.before), subject(&pair.after));
        }
    }

    #[test]
    fn a_side_that_fails_has_no_figures_of_an_image() {
        let figures = compared(LIST_FIRST, "FROM python:3.13-slim\nCOPY nothing-there .\n");
        let size = figures
            .iter()
            .find(|pair| pair.quantity == Quantity::ImageSize)
            .expect("a figure");
        assert!(size.before.is_some());
        assert_eq!(size.after, None);
        assert_eq!(size.trend(), None);
        let code = Quantity::Edit(EditKind::Code);
        assert!(figures.iter().any(|pair| pair.quantity == code));
        assert_eq!(trend(&figures, code), None);
    }
}
