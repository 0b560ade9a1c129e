"""Name the commands, load only the one that is asked for, and turn every error into one sentence.

Each command lives in wgtracker/cli/<name>.py as a click command called `command`.
"""

import errno
import gc
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from wgtracker import __version__
from wgtracker.errors import NoPaper, NotBalanced, WgError

COMMANDS = {
    "backup": "Copy the whole database to a file, while others work.",
    "compile": "Make the Conference Room Paper from a draft and the returned Word files.",
    "demo": "Fill an empty database with a demonstration of two meetings.",
    "export": "Write all of a session into one zip: data, papers, originals, hashes.",
    "inspect": "Show all that one Word file says: texts, tracked changes, comments.",
    "live": "Tell open pages of the room at once what changed; `serve --live-port` starts it too.",
    "paper": "Build the paper of a round from the database.",
    "restore": "Put a backup into an empty database.",
    "sample": "Write a sample consultation: a draft and the files of its delegations.",
    "serve": "Serve the tracker's pages and send its mail; makes what is missing.",
    "upgrade": "Make the database, or bring it to the form that this version works with.",
    "user": "Invite people from the server itself.",
    "verify": "Check the chain of events, the files, the accounts and the papers.",
    "workcopy": "Write a copy of a draft to circulate: tracking on, each paragraph bookmarked.",
}
"""Each command with its line of help. Kept here so that the list is shown without loading any of them."""

USAGE, NO_PAPER, UNBALANCED, INTERRUPTED, PIPE_CLOSED = 2, 3, 4, 130, 141
"""Exit codes. The first three are part of the interface (README, exit codes); the others are the shell's habit."""


class Commands(click.Group):
    """Offer the commands of COMMANDS and import the module of one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command, or return None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"wgtracker.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"wgtracker.cli.{cmd_name}.command is not a click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from COMMANDS, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in sorted(COMMANDS)])


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wgtracker", version=__version__, prog_name="wgtracker", message="%(prog)s %(version)s")
@click.pass_context
def commands(ctx: click.Context) -> None:
    """From a draft and the Word files that delegations returned to the Conference Room Paper."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code; no error ends in a traceback unless the program itself is at fault.

    arguments: what follows `python -m wgtracker`; None takes them from the process.
    """
    # A short process that builds much and throws away little: looking for cycles every 700 objects costs more than it frees.
    gc.set_threshold(100_000)
    for stream in (sys.stdout, sys.stderr):
        # UTF-8 whatever the terminal's locale; a file name that is no UTF-8 is shown with escapes.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    code = _run(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done and said: the exit code has to tell so
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    stops: list[int] = []

    def stop(number: int, frame: object) -> NoReturn:
        stops.append(number)
        raise KeyboardInterrupt

    try:
        signal.signal(signal.SIGINT, stop)
        # Not commands.main(): it would turn a closed pipe into exit code 1, which means "some file unreadable" here.
        with commands.make_context("python -m wgtracker", list(sys.argv[1:] if arguments is None else arguments)) as context:
            outcome = commands.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except WgError as error:
        return _stop(error.sentence, exit_code_of(error))
    except (KeyboardInterrupt, click.Abort):
        return _stop("Stopped before the end.", INTERRUPTED)
    except BrokenPipeError:
        # Nobody reads any more; without this Python would complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        return _stop(describe_os_error(error), USAGE)
    except MemoryError:
        return _stop("There is not enough memory for these files; close other programs or compile fewer files at a time.", USAGE)
    except Exception:
        # A module in C that is interrupted while it is being imported says something else of it.
        if stops:
            return _stop("Stopped before the end.", INTERRUPTED)
        raise
    return outcome if isinstance(outcome, int) else 0


def _stop(sentence: str, code: int) -> int:
    from wgtracker.word.gate import strip_controls

    click.echo(f"wgtracker: {strip_controls(sentence)}", err=True)
    return code


def exit_code_of(error: WgError) -> int:
    """Give the exit code that the interface promises for an error."""
    if isinstance(error, NoPaper):
        return NO_PAPER
    if isinstance(error, NotBalanced):
        return UNBALANCED
    return USAGE


def describe_os_error(error: OSError) -> str:
    """Say in one sentence what the operating system refused, on which file, and what to do."""
    place = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "A file"
    match error.errno:
        case errno.ENOENT:
            return f"{place} does not exist; check the name and the folder."
        case errno.EACCES | errno.EPERM:
            return f"{place} may not be read or written; check its permissions or choose another folder."
        case errno.EISDIR:
            return f"{place} is a folder where a file is needed; give the name of a file."
        case errno.ENOTDIR:
            return f"{place} lies under something that is no folder; check the path."
        case errno.ENOSPC | errno.EDQUOT:
            return f"{place} could not be written, because the disk is full; make room and run the command again."
        case errno.EROFS:
            return f"{place} could not be written, because the disk is read-only; choose another folder."
        case errno.ENAMETOOLONG:
            return f"{place[:80]}… has a name that is too long for this disk; shorten it."
        case _:
            return f"{place} could not be read or written ({error.strerror or error})."
