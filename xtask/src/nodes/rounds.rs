//! The rounds: in each the leader of the database is killed under load, then a node, and everything is looked at after both.

use std::path::Path;
use std::time::{Duration, Instant};

use super::balancer::Balancer;
use super::board::Board;
use super::cluster::Cluster;
use super::house::Nodes;
use super::load::{self, Came, Explains};
use super::report::{Round, Rounds};
use crate::Problem;
use crate::torture::chance::Chance;
use crate::torture::setup;
use crate::torture::worker::{self, Worker};

/// The load before a kill, and after writes are answered again.
const BEFORE: Duration = Duration::from_secs(3);
const AFTER: Duration = Duration::from_secs(3);
/// A write that is answered so long after the kill was written by the next leader: the cluster takes longer to notice.
const NEXT: Duration = Duration::from_secs(2);
/// How long writes, boards and what goes on beside the requests may be away.
const PATIENCE: Duration = Duration::from_secs(90);
/// What waits to be sealed or counted.
const WAITING: &str = "SELECT (SELECT count(*) FROM fact_pending) + (SELECT count(*) FROM audit_pending)";

/// Everything that acts and is acted upon.
struct Ground {
    nodes: Nodes,
    cluster: Cluster,
    board: Board,
    workers: Vec<Box<dyn Worker>>,
    chance: Chance,
}

/// Runs all rounds; gives the tables.
///
/// Errors: the first thing that is not as it must be.
pub fn all(binary: &Path, (rounds, seed): (usize, u64)) -> Result<String, Problem> {
    println!("the cluster starts: etcd, three members");
    let cluster = Cluster::start()?;
    println!("three nodes start over it");
    let nodes = Nodes::start(binary, &cluster)?;
    let balancer = Balancer::before(nodes.addresses.clone())?;
    let mut chance = Chance::of(seed);
    println!("a school is made through all of them");
    let workers = setup::workers(&balancer, &mut chance)?;
    let board = Board::open(&balancer)?;
    let mut ground = Ground {
        nodes,
        cluster,
        board,
        workers,
        chance,
    };
    let mut kept = Rounds::default();
    for number in 1..=rounds {
        let round = ground
            .round(number, &mut kept)
            .map_err(|problem| format!("round {number}: {problem}"))?;
        println!("{}", round.line(number));
        kept.all.push(round);
    }
    Ok(kept.tables())
}

impl Ground {
    fn round(&mut self, number: usize, kept: &mut Rounds) -> Result<Round, Problem> {
        let opened = self.board.opened();
        let (leader, gap) = self.leader_killed()?;
        let streams = self.board.opened() - opened;
        let drained = self.looked_at(kept)?;
        kept.tally.add(&leader.tally);
        let (node, node_gap) = self.node_killed(number % self.nodes.all.len())?;
        let taken_over = self.looked_at(kept)?;
        kept.tally.add(&node.tally);
        self.nodes.restart(number % self.nodes.all.len())?;
        Ok(Round {
            leader,
            gap,
            streams,
            drained,
            node,
            node_gap,
            taken_over,
        })
    }

    /// The leader is killed; gives what came of the load and how long no write was answered. The member follows again afterwards.
    fn leader_killed(&mut self) -> Result<(Came, Duration), Problem> {
        let place = self.cluster.leader().ok_or("nobody leads")?;
        let (cluster, board) = (&mut self.cluster, &self.board);
        let who = (self.workers.as_mut_slice(), &mut self.chance);
        let (came, gap) = load::acting(who, Explains::Refusals, |acks| {
            std::thread::sleep(BEFORE);
            let member = cluster.members.get_mut(place).ok_or("nobody leads")?;
            member.kill()?;
            let killed = Instant::now();
            acks.after(killed + NEXT, PATIENCE)?;
            let again = Instant::now();
            std::thread::sleep(AFTER);
            board.told_after(again, PATIENCE)?;
            Ok(acks.gap(killed))
        })?;
        if let Some(member) = self.cluster.members.get_mut(place) {
            member.start()?;
        }
        self.cluster.whole()?;
        Ok((came, gap))
    }

    /// A node is killed; the others serve.
    fn node_killed(&mut self, number: usize) -> Result<(Came, Duration), Problem> {
        let (nodes, board) = (&mut self.nodes, &self.board);
        let who = (self.workers.as_mut_slice(), &mut self.chance);
        load::acting(who, Explains::Cuts, |acks| {
            std::thread::sleep(BEFORE);
            nodes.kill(number)?;
            let killed = Instant::now();
            std::thread::sleep(AFTER);
            acks.after(killed + AFTER / 2, PATIENCE)?;
            board.told_after(killed + AFTER / 2, PATIENCE)?;
            Ok(acks.gap(killed))
        })
    }

    /// Everything that was answered is there, sessions stand on every node, and what goes on beside the requests comes to its end,
    /// each thing once; gives how long that took.
    fn looked_at(&mut self, kept: &mut Rounds) -> Result<Duration, Problem> {
        let began = Instant::now();
        while self.cluster.asked(WAITING)? != "0" {
            if began.elapsed() > PATIENCE {
                return Err("what waits to be sealed and counted is not taken over".into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let drained = began.elapsed();
        kept.tally.add(&worker::settled(&mut self.workers)?);
        let alive = self.nodes.alive();
        for address in alive {
            self.board.teacher.at(address).page("/runs")?;
        }
        self.nodes.verified("facts")?;
        self.nodes.verified("audit")?;
        self.nodes.quiet()?;
        Ok(drained)
    }
}
