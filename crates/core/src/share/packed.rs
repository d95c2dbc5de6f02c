//! Bytes made smaller, with a check sum to know that they arrived whole.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

use super::LinkError;

/// Bytes of the check sum before the packed ones.
const SUM_BYTES: usize = 3;

/// The slowest and smallest; the input is small.
const LEVEL: i32 = 10;

/// Words of Dockerfiles, which both sides know: a link need not spell them out. What is likeliest stands at the end, where
/// it is cheapest to point to. It belongs to the first version of the format, so it may never change.
const DICTIONARY: &[u8] = include_bytes!("dictionary_1.txt");

pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packed = check_sum(bytes).to_vec();
    // Raw deflate: no window bits means no zlib header.
    let flags = create_comp_flags_from_zip_params(LEVEL, 0, 0);
    let mut state = CompressorOxide::new(flags);
    // The dictionary is packed as well, up to a byte boundary, and left out: the reader has it in its window already.
    write(&mut state, DICTIONARY, TDEFLFlush::Sync, |_| {});
    write(&mut state, bytes, TDEFLFlush::Finish, |part| {
        packed.extend_from_slice(part);
    });
    packed
}

fn write(
    state: &mut CompressorOxide,
    bytes: &[u8],
    flush: TDEFLFlush,
    mut take: impl FnMut(&[u8]),
) {
    let mut rest = bytes;
    loop {
        let (status, consumed) = compress_to_output(state, rest, flush, |part| {
            take(part);
            true
        });
        rest = rest.get(consumed..).unwrap_or_default();
        if status != TDEFLStatus::Okay || rest.is_empty() {
            break;
        }
    }
}

/// What was packed.
pub(super) struct Unpacked {
    pub(super) bytes: Vec<u8>,
    /// Nothing is missing and nothing was changed.
    pub(super) whole: bool,
}

/// Unpacks against the limit: what is larger is not unpacked first and refused then.
pub(super) fn unpack(packed: &[u8], most_bytes: usize) -> Result<Unpacked, LinkError> {
    let (sum, packed) = packed
        .split_at_checked(SUM_BYTES)
        .ok_or(LinkError::Damaged)?;
    let mut inflated = inflate(packed, most_bytes);
    if inflated.end == End::Limit {
        return Err(LinkError::TooLarge);
    }
    inflated.bytes.drain(..DICTIONARY.len());
    // Of a whole text with another sum nobody knows which part of it is right.
    let whole = inflated.end == End::Reached && check_sum(&inflated.bytes) == sum;
    Ok(Unpacked {
        bytes: inflated.bytes,
        whole,
    })
}

/// How unpacking ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// At the end of what was packed.
    Reached,
    /// At the limit: there is more.
    Limit,
    /// The end is missing, or a letter in the middle was changed: what came before it was read.
    Damage,
}

struct Inflated {
    /// The dictionary, and what was unpacked behind it.
    bytes: Vec<u8>,
    end: End,
}

/// Never writes nor holds more than the dictionary and `most_bytes`, whatever the input is.
fn inflate(packed: &[u8], most_bytes: usize) -> Inflated {
    let most = DICTIONARY.len() + most_bytes;
    let mut bytes = Vec::new();
    let longer = |bytes: &mut Vec<u8>, length: usize| {
        let length = length.min(most);
        bytes.reserve_exact(length.saturating_sub(bytes.len()));
        bytes.resize(length, 0);
    };
    longer(
        &mut bytes,
        DICTIONARY.len() + packed.len().saturating_mul(8),
    );
    if let Some(window) = bytes.get_mut(..DICTIONARY.len()) {
        window.copy_from_slice(DICTIONARY);
    }
    let mut state = Box::<DecompressorOxide>::default();
    let (mut read, mut written) = (0, DICTIONARY.len());
    let end = loop {
        let rest = packed.get(read..).unwrap_or_default();
        let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, consumed, produced) = decompress(&mut state, rest, &mut bytes, written, flags);
        read += consumed;
        written += produced;
        match status {
            TINFLStatus::Done => break End::Reached,
            TINFLStatus::HasMoreOutput if bytes.len() < most => {
                let length = bytes.len().saturating_mul(2);
                longer(&mut bytes, length);
            }
            TINFLStatus::HasMoreOutput => break End::Limit,
            _ => break End::Damage,
        }
    };
    bytes.truncate(written);
    Inflated { bytes, end }
}

/// Adler-32 folded to three bytes: enough against accidents, and four letters long.
fn check_sum(bytes: &[u8]) -> [u8; SUM_BYTES] {
    let [first, second, third, fourth] = adler2::adler32_slice(bytes).to_be_bytes();
    [first ^ fourth, second, third]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many times the same letter, packed to about a thousandth.
    fn bomb(bytes: usize) -> Vec<u8> {
        let mut packed = pack(&vec![b'D'; bytes]);
        packed.drain(..SUM_BYTES);
        packed
    }

    /// Counted, not timed: what is written and what is held are the work that is done.
    #[test]
    fn the_work_and_the_memory_of_unpacking_have_a_limit() {
        const MEGABYTE: usize = 1_000_000;
        for (unpacked, most_packed) in [(MEGABYTE, 1_100), (100 * MEGABYTE, 110_000)] {
            let packed = bomb(unpacked);
            assert!(packed.len() <= most_packed, "{}", packed.len());
            for most_bytes in [1_000, 50_000, unpacked - 1] {
                let inflated = inflate(&packed, most_bytes);
                assert_eq!(inflated.end, End::Limit);
                assert!(inflated.bytes.len() <= DICTIONARY.len() + most_bytes);
                assert!(inflated.bytes.capacity() <= DICTIONARY.len() + most_bytes);
            }
        }
        assert_eq!(inflate(&bomb(MEGABYTE), MEGABYTE).end, End::Reached);
    }
}
