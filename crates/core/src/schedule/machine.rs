//! The machine that builds.

use std::time::Duration;

use crate::effects::Work;

/// The machine that builds, and its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Machine {
    /// Bytes a second from the network.
    pub download_bytes_per_second: u64,
    /// Bytes a second to the network.
    pub upload_bytes_per_second: u64,
    /// Bytes a second that are unpacked and written.
    pub write_bytes_per_second: u64,
    /// Speed of one core in percent of a laptop of 2025.
    pub speed_percent: u32,
}

/// A machine with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MachineProfile {
    /// Never changes.
    pub id: &'static str,
    /// What a menu calls it.
    pub name: &'static str,
    /// The machine.
    pub machine: Machine,
}

/// A laptop on a connection of 100 Mbit/s, the first line of the profiles.
const LAPTOP: Machine = Machine::from_rates(100, 40, 120, 100);

impl Machine {
    /// From rates as they are sold: network in Mbit/s, disk in MB/s.
    const fn from_rates(download: u64, upload: u64, write: u64, speed_percent: u32) -> Self {
        Self {
            download_bytes_per_second: download * 125_000,
            upload_bytes_per_second: upload * 125_000,
            write_bytes_per_second: write * 1_000_000,
            speed_percent,
        }
    }

    /// How long an amount of work takes.
    #[must_use]
    pub fn duration(self, work: Work) -> Duration {
        let busy = work.busy.as_nanos() * 100 / u128::from(self.speed_percent.max(1));
        Duration::from_nanos(u64::try_from(busy).unwrap_or(u64::MAX))
            .saturating_add(at_rate(work.download_bytes, self.download_bytes_per_second))
            .saturating_add(at_rate(work.written_bytes, self.write_bytes_per_second))
    }

    /// How long it takes to upload.
    #[must_use]
    pub fn upload(self, bytes: u64) -> Duration {
        at_rate(bytes, self.upload_bytes_per_second)
    }

    /// How long it takes to download and unpack an image.
    #[must_use]
    pub fn pull(self, compressed_bytes: u64, unpacked_bytes: u64) -> Duration {
        self.duration(Work {
            download_bytes: compressed_bytes,
            written_bytes: unpacked_bytes,
            busy: Duration::ZERO,
        })
    }
}

impl Default for Machine {
    fn default() -> Self {
        LAPTOP
    }
}

fn at_rate(bytes: u64, bytes_per_second: u64) -> Duration {
    Duration::from_millis(bytes.saturating_mul(1000) / bytes_per_second.max(1))
}

/// The machines that can be chosen from, the default one first.
#[must_use]
pub fn machine_profiles() -> Vec<MachineProfile> {
    let lines = include_str!("machines.tsv").lines();
    let profiles = lines.filter(|line| !line.starts_with('#')).map(|line| {
        let mut fields = line.split('\t');
        let id = fields.next()?;
        let name = fields.next()?;
        let mut rate = || fields.next()?.parse::<u32>().ok();
        let (download, upload, write) = (rate()?, rate()?, rate()?);
        Some(MachineProfile {
            id,
            name,
            machine: Machine::from_rates(download.into(), upload.into(), write.into(), rate()?),
        })
    });
    profiles.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_profiles_is_read_and_the_first_is_the_default() {
        let lines = include_str!("machines.tsv").lines();
        let profiles = machine_profiles();
        assert_eq!(
            profiles.len(),
            lines.filter(|line| !line.starts_with('#')).count()
        );
        assert_eq!(profiles.first().map(|first| first.machine), Some(LAPTOP));
    }

    #[test]
    fn time_follows_from_bytes_and_speed() {
        let work = Work {
            download_bytes: 25_000_000,
            written_bytes: 240_000_000,
            busy: Duration::from_secs(1),
        };
        assert_eq!(LAPTOP.duration(work), Duration::from_secs(5));
        let slow = Machine {
            speed_percent: 50,
            ..LAPTOP
        };
        assert_eq!(slow.duration(work), Duration::from_secs(6));
        assert_eq!(LAPTOP.upload(10_000_000), Duration::from_secs(2));
    }

    #[test]
    fn a_machine_at_rest_takes_long_and_panics_never() {
        let nothing = Machine::from_rates(0, 0, 0, 0);
        let most = Work {
            download_bytes: u64::MAX,
            written_bytes: u64::MAX,
            busy: Duration::MAX,
        };
        assert!(nothing.duration(most) > Duration::from_secs(1_000_000));
    }
}
