//! `cargo xtask start`: from a fresh clone to two browser windows that chat.

use std::net::{Ipv4Addr, TcpListener};

use crate::{
    Failure, demo,
    house::House,
    npm,
    program::Program,
    steps::{Steps, Voice},
    toolchain::Compiler,
    wasm, www,
};

pub(crate) fn start(house: &House, port: u16) -> Result<(), Failure> {
    // Before the work and not after it: a port that is taken now is taken in two minutes.
    check_port(port)?;
    let mut steps = Steps::of(7);
    steps.step("Node", Voice::Quiet, || npm::node().map(|version| ((), version)))?;
    let compiler = steps.step("wasm target", Voice::Quiet, Compiler::find)?;
    steps.step("npm packages", Voice::Quiet, || {
        npm::install_for_building(house).map(|word| ((), word))
    })?;
    steps.step("wasm module", Voice::Loud, || {
        wasm::build(house, compiler).map(|size| ((), size))
    })?;
    steps.step("relay and command line", Voice::Loud, || {
        programs(house).map(|()| ((), "built".to_owned()))
    })?;
    let demo = steps.step("demo desk", Voice::Quiet, || demo::desk(house, port))?;
    let site = house.www();
    steps.step("widget, console, shop", Voice::Loud, || {
        www::build(house, &site, Some(&demo.fingerprint)).map(|size| ((), size))
    })?;
    check_port(port)?;
    println!(
        "
The shop, where a customer chats:
  http://localhost:{port}/demo/

The technician's console (what stands behind # is a key; browsers send it to no server):
  http://localhost:{port}/console.html#enrol={}

Ctrl-C stops.
",
        demo.enrolment
    );
    serve(house, port)
}

/// The programs of the workspace, as the tests use them.
pub(crate) fn programs(house: &House) -> Result<(), Failure> {
    Program::cargo()
        .within(&house.root)
        .args(["build", "-p", "hushwire-relay-server", "-p", "hushwire-cli"])
        .loud()
}

/// Becomes the relay where the system can do that, so that Ctrl-C reaches it and nobody else has to be told.
fn serve(house: &House, port: u16) -> Result<(), Failure> {
    let relay = Program::new(house.binary("hushwire-relay")).args([
        "--listen",
        &format!("{}:{port}", Ipv4Addr::LOCALHOST),
        "--assets",
        house.www().as_str(),
    ]);
    #[cfg(unix)]
    return Err(relay.become_it());
    #[cfg(not(unix))]
    return relay.loud();
}

fn check_port(port: u16) -> Result<(), Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map(drop)
        .map_err(|cause| {
            let another = port.checked_add(1).unwrap_or(crate::USUAL_PORT);
            Failure::missing(
                format!("Port {port} on localhost cannot be used ({cause})."),
                format!("end the program that uses it, or choose another: `cargo xtask start --port {another}`."),
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_taken_is_named_with_the_way_out() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let said = check_port(port).unwrap_err().to_string();
        assert!(
            said.contains(&format!("Port {port}")) && said.contains("--port"),
            "{said}"
        );
    }

    #[test]
    fn a_port_that_the_system_picks_is_fine() {
        assert!(check_port(0).is_ok());
    }
}
