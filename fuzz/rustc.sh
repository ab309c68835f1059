#!/bin/sh
# Stands before rustc while the fuzz targets are built: counts the edges of the crates that read foreign bytes, and of no other.
# libFuzzer looks at every counter after every input; with those of every library among them, that would be most of its time.
#
# At the targets themselves clippy looks first, as `.ci/lint` has it look at the product's crates: with all libraries there, that takes
# seconds. `cargo clippy` would look at every library of the product once more for it, with this wrapper and by its own name.
rustc=$1
shift
case " $* " in
*' --crate-name fuzz '*)
    set -- "$rustc" "$@"
    rustc="$(dirname "$0")/../.ci/lint"
    ;;
esac
case " $* " in
*' --crate-name kernel '* | *' --crate-name paper '* | *' --crate-name web '* | *' --crate-name org '* | \
    *' --crate-name people '* | *' --crate-name faculty '* | *' --crate-name standards '* | *' --crate-name programme '* | \
    *' --crate-name design '* | *' --crate-name classroom '* | *' --crate-name assessment '* | *' --crate-name files '* | \
    *' --crate-name db '* | *' --crate-name app '* | *' --crate-name fuzz '* | *' --crate-name zip '* | \
    *' --crate-name quick_xml '* | *' --crate-name csv_core '* | *' --crate-name multer '* | *' --crate-name httparse '*)
    exec "$rustc" "$@" -C passes=sancov-module -C llvm-args=-sanitizer-coverage-level=4 \
        -C llvm-args=-sanitizer-coverage-inline-8bit-counters -C llvm-args=-sanitizer-coverage-pc-table \
        -C llvm-args=-sanitizer-coverage-trace-compares
    ;;
esac
exec "$rustc" "$@"
