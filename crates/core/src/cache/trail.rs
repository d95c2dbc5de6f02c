//! Where what lies at a path of a stage comes from.
//!
//! The files that a RUN makes cannot be known from its text. The model: a step that runs again with the same inputs
//! leaves the same files; with other inputs it leaves other files. What a COPY leaves is known exactly, so a stage of
//! copies is followed path by path, back to the files of the context.

use std::collections::BTreeMap;

use super::image_content::in_image;
use super::landing::landing_path;
use super::solve::Solution;
use crate::context::{Digest, Hasher, NodeKind};
use crate::effects::{may_touch, written_text};
use crate::graph::{CopyAction, Operation, Plan, Vertex, VertexId, paths};

/// Index of a [`Trail`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TrailId(pub(super) usize);

/// One thing that the content at a path is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Whatever the vertex left there.
    Output(VertexId),
    /// A file that the vertex writes in so many words.
    Written(VertexId),
    /// A directory that the vertex makes.
    Directory(VertexId),
    /// Files of the context, by their place in the vertex's selection.
    Files {
        vertex: VertexId,
        position: usize,
        files: Vec<usize>,
    },
    /// What the vertex copies from elsewhere.
    Copied {
        vertex: VertexId,
        from: Option<TrailId>,
    },
}

/// The content at one path of a vertex's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trail {
    /// Newest first.
    pub(super) pieces: Vec<Piece>,
    /// Identity of the content.
    pub(super) digest: Digest,
}

/// Stages that copy from each other in a longer row are not followed to its end.
const LONGEST_WAY: usize = 200;

/// Follows contents through the vertices of a plan. Each path is followed once.
pub(super) struct Trails<'a> {
    plan: &'a Plan,
    /// Checksums are made; without them only the ways are known.
    digests: bool,
    list: Vec<Trail>,
    known: BTreeMap<(VertexId, String), TrailId>,
}

impl<'a> Trails<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            digests: true,
            list: Vec::new(),
            known: BTreeMap::new(),
        }
    }

    /// Trails of which only the pieces are wanted.
    pub(super) fn without_digests(plan: &'a Plan) -> Self {
        Self {
            digests: false,
            ..Self::new(plan)
        }
    }

    pub(super) fn get(&self, id: TrailId) -> Option<&Trail> {
        self.list.get(id.0)
    }

    /// Identity of the content at the end of a trail.
    pub(super) fn digest(&self, id: TrailId) -> Digest {
        self.get(id).map(|trail| trail.digest).unwrap_or_default()
    }

    /// All trails so far. One that copies from another stands after it.
    pub(super) fn list(&self) -> &[Trail] {
        &self.list
    }

    /// The trail of what lies at `path` in the result of `source`, whose outcome `solution` must know.
    pub(super) fn follow(&mut self, source: VertexId, path: &str, solution: &Solution) -> TrailId {
        self.follow_on(source, path, solution, 0)
    }

    fn follow_on(
        &mut self,
        source: VertexId,
        path: &str,
        solution: &Solution,
        way: usize,
    ) -> TrailId {
        let place = (source, path.to_owned());
        if let Some(known) = self.known.get(&place) {
            return *known;
        }
        let trail = if way > LONGEST_WAY {
            Trail {
                pieces: vec![Piece::Output(source)],
                digest: output(solution, source),
            }
        } else {
            let digests = self.digests;
            let mut walk = Walk {
                trails: self,
                solution,
                path,
                way,
                hasher: digests.then(|| Hasher::new("followed")),
                as_it_is: None,
                pieces: Vec::new(),
            };
            walk.back_from(source);
            walk.finish()
        };
        let id = TrailId(self.list.len());
        self.list.push(trail);
        self.known.insert(place, id);
        id
    }
}

fn output(solution: &Solution, id: VertexId) -> Digest {
    solution.outputs.get(id.0).copied().unwrap_or_default()
}

/// The way back over the steps that made a file system, as far as they concern one path.
struct Walk<'t, 'a> {
    trails: &'t mut Trails<'a>,
    solution: &'t Solution,
    path: &'t str,
    /// Stages passed on the way here.
    way: usize,
    /// Of the content, if it is wanted.
    hasher: Option<Hasher>,
    /// Checksum of the file of the context that a copy puts at the path as it is.
    as_it_is: Option<Digest>,
    pieces: Vec<Piece>,
}

impl Walk<'_, '_> {
    /// A file of the context that nothing was done to has the same checksum in a stage as in the context: name, place and
    /// times are not in it, and what a copy leaves belongs to root, as all of the context does
    /// (`cache/contenthash/filehash.go`; `solver/edge.go` makes a key of the checksum alone, whatever it was taken from).
    fn finish(self) -> Trail {
        let alone =
            matches!(self.pieces.as_slice(), [Piece::Files { files, .. }] if files.len() == 1);
        let followed = |hasher: Hasher| {
            self.as_it_is
                .filter(|_| alone)
                .unwrap_or_else(|| hasher.finish())
        };
        Trail {
            digest: self.hasher.map(followed).unwrap_or_default(),
            pieces: self.pieces,
        }
    }

    fn back_from(&mut self, source: VertexId) {
        let plan = self.trails.plan;
        let mut current = Some(source);
        while let Some((id, vertex)) = current.and_then(|id| Some((id, plan.vertex(id)?))) {
            if self.passes(id, vertex) {
                break;
            }
            current = vertex.inputs.first().and_then(|input| input.vertex);
        }
    }

    /// Adds what a vertex puts at the path. True if what was there before it does not count.
    fn passes(&mut self, id: VertexId, vertex: &Vertex) -> bool {
        match &vertex.operation {
            Operation::Copy(actions) => {
                let mut complete = false;
                for (position, action) in actions.iter().enumerate().rev() {
                    complete |= match self.solution.selections.get(&(id, position)) {
                        Some(_) => self.context_files(id, position, action),
                        None => self.copied(id, vertex, action),
                    };
                }
                complete
            }
            Operation::MakeDirectory { path, owner, .. } => {
                if paths::is_within(path, self.path) {
                    self.note(|hasher| {
                        hasher.text("directory").text(path).text(owner);
                    });
                    self.pieces.push(Piece::Directory(id));
                }
                false
            }
            Operation::Merge => {
                if let Some(copied) = vertex.inputs.get(1).and_then(|input| input.vertex) {
                    self.from(id, copied, self.path);
                }
                false
            }
            Operation::Exec(exec) if !may_touch(exec, self.path) => false,
            Operation::Exec(exec) => {
                match written_text(exec, self.path) {
                    Some(text) => {
                        self.note(|hasher| {
                            hasher.text("written").text(&text).text(&exec.user);
                        });
                        self.pieces.push(Piece::Written(id));
                    }
                    None => self.whole_output(id, output(self.solution, id)),
                }
                true
            }
            Operation::Image(image) => {
                let known = in_image(image, self.path);
                self.whole_output(id, known.unwrap_or_else(|| output(self.solution, id)));
                true
            }
            Operation::Context | Operation::InlineFiles(_) | Operation::Download { .. } => {
                self.whole_output(id, output(self.solution, id));
                true
            }
        }
    }

    /// Adds to the checksum, if one is made.
    fn note(&mut self, add: impl FnOnce(&mut Hasher)) {
        if let Some(hasher) = &mut self.hasher {
            add(hasher);
        }
    }

    fn whole_output(&mut self, id: VertexId, identity: Digest) {
        // What lies elsewhere in the same result is something else.
        let path = self.path;
        self.note(|hasher| {
            hasher.digest(identity).text(path);
        });
        self.pieces.push(Piece::Output(id));
    }

    /// Files of the context at or below the path. True if the path is exactly the one file that the copy puts down.
    fn context_files(&mut self, id: VertexId, position: usize, action: &CopyAction) -> bool {
        let Some(selection) = self.solution.selections.get(&(id, position)) else {
            return false;
        };
        let directory = action.destination.trim_end_matches('/');
        if self.hasher.is_none() && paths::is_within(directory, self.path) {
            // All of it lies there.
            self.pieces.push(Piece::Files {
                vertex: id,
                position,
                files: (0..selection.files.len()).collect(),
            });
            return selection.single_file && !action.unpack;
        }
        let mut files = Vec::new();
        let mut is_whole = selection.single_file;
        for (index, file) in selection.files.iter().enumerate() {
            let landing = landing_path(action, selection, file);
            // A file takes the place of whatever was there.
            let takes_place = landing == self.path && matches!(file.node.kind, NodeKind::File(_));
            is_whole |= takes_place;
            let unchanged =
                matches!(&*action.owner, "" | "0:0") && action.mode.is_empty() && !action.unpack;
            if takes_place && unchanged {
                self.as_it_is = Some(file.digest);
            }
            // An archive may unpack to anything below the destination.
            if paths::is_within(&landing, self.path)
                || action.unpack && paths::is_within(self.path, &landing)
            {
                // Where the whole lies does not count, only what lies where in it.
                let below = landing.strip_prefix(self.path).unwrap_or(&landing);
                self.note(|hasher| {
                    hasher
                        .text(below)
                        .digest(file.digest)
                        .text(&action.owner)
                        .text(&action.mode);
                });
                files.push(index);
            }
        }
        if files.is_empty() {
            return false;
        }
        self.pieces.push(Piece::Files {
            vertex: id,
            position,
            files,
        });
        is_whole && !action.unpack
    }

    /// What a copy from another stage may put at the path.
    fn copied(&mut self, id: VertexId, vertex: &Vertex, action: &CopyAction) -> bool {
        let destination = action.destination.trim_end_matches('/');
        if !paths::is_within(destination, self.path) && !paths::is_within(self.path, destination) {
            return false;
        }
        self.note(|hasher| {
            hasher
                .text(paths::base_name(&action.source.path))
                .text(&action.destination)
                .text(&action.owner)
                .text(&action.mode);
        });
        let source = vertex
            .inputs
            .get(action.input)
            .and_then(|input| input.vertex);
        match source {
            Some(source) => self.from(id, source, &action.source.path),
            None => self.pieces.push(Piece::Copied {
                vertex: id,
                from: None,
            }),
        }
        false
    }

    fn from(&mut self, id: VertexId, source: VertexId, path: &str) {
        let from = self
            .trails
            .follow_on(source, path, self.solution, self.way + 1);
        let digest = self.trails.digest(from);
        self.note(|hasher| {
            hasher.digest(digest);
        });
        self.pieces.push(Piece::Copied {
            vertex: id,
            from: Some(from),
        });
    }
}
