#!/usr/bin/env python3
"""Reads every #include of app, core and ui and keeps the rooms of the architecture.

    includes.py TREE [QT_HEADERS]    checks a source tree; QT_HEADERS is the folder with QtCore, QtNetwork…
    includes.py --self-test          shows that each kind of violation is found

An arrow says what a room may see; what that one sees comes with it. An arrow that is not written here is a
violation, also when it would not make a circle.
"""

import pathlib
import re
import sys
import tempfile

ARROWS = {
    "base": [],
    "domain": ["base"],
    "catalog": ["domain"],
    "config": ["domain"],
    "secrets": ["base"],
    "dialect": ["domain"],
    "provider": ["catalog"],
    "http": ["base"],
    "platform": ["base"],
    "routing": ["domain"],
    "governance": ["domain"],
    "cache": ["domain"],
    # The retention settings are the ledger's options as they stand in the file.
    "ledger": ["domain", "config"],
}
ARROWS["gateway"] = list(ARROWS)
ARROWS["service"] = ["gateway", "config", "secrets", "ledger"]

# The window's ground; every other folder of ui is a page, which sees the ground and itself.
UI_GROUND = {"theme": ["theme"], "widgets": ["theme", "widgets"], "shell": ["theme", "widgets", "shell"]}

WITH_NETWORK = {"platform", "service"}
# The keychain's own state ("locked") is told over D-Bus alone.
WITH_DBUS = {"secrets"}
WITH_OBJECTS = {"platform", "service", "secrets"}
# Classes that are QObjects; naming one of them makes a room depend on Qt's event loop.
OBJECTS = re.compile(r"Q(Object|Thread|Timer|CoreApplication|FileSystemWatcher|Process|SocketNotifier"
                     r"|AbstractItemModel|AbstractListModel|AbstractTableModel|Settings)$")
NETWORK = re.compile(r"Q(Network|Ssl|Tcp|Udp|Sctp|Local(Server|Socket)|Host|DnsLookup|AbstractSocket|Http)")
# Qt sets the user's locale, in which "0.5" may be no number.
LOCALE = re.compile(r"\b(?:strto(?:d|f|ld)|atof|sto(?:d|f|ld))\s*\(")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)


def reachable(room):
    """The room itself and everything its arrows lead to."""
    seen, waiting = set(), [room]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting += ARROWS[current]
    return seen


def layer_of(path):
    """("core", "http") for core/http/Types.h; the room is empty outside core."""
    parts = pathlib.PurePosixPath(path).parts
    return parts[0], parts[1] if parts[0] == "core" and len(parts) > 2 else ""


def qt_module(header, qt_headers):
    """"QtNetwork" for <QSslSocket> or <QtNetwork/QSslSocket>; empty for headers that are not Qt's."""
    if header.startswith("Qt") and "/" in header:
        return header.split("/")[0]
    if qt_headers:
        for module in sorted(qt_headers.glob("Qt*")):
            if (module / header).is_file():
                return module.name
        return ""
    if NETWORK.match(header):
        return "QtNetwork"
    return "QtCore" if re.match(r"Q[A-Z]", header) else ""


def own_include_fault(source, target):
    layer, room = layer_of(source)
    target_layer, target_room = layer_of(target)
    if target_layer not in ("app", "core", "ui", "tests"):
        return "is not included from the root"
    if layer == "core":
        if target_layer != "core":
            return f"core must not see {target_layer}"
        if target_room and room:
            if target_room not in ARROWS:
                return f"{target_room} is a room without arrows; add them to this test and to the architecture"
            if target_room not in reachable(room):
                return f"{room} must not see {target_room}"
        return ""
    if layer == "ui":
        if target_layer not in ("ui", "core"):
            return f"ui must not see {target_layer}"
        if target_layer == "core" and target_room not in ("service", "domain", "base"):
            return f"ui must not see {target_room}"
        if target_layer == "core":
            return ""
        page, target_page = (pathlib.PurePosixPath(name).parts[1] for name in (source, target))
        if target_page not in UI_GROUND.get(page, [*UI_GROUND, page]):
            return f"ui/{page} must not see ui/{target_page}"
    return "" if target_layer != "tests" else "the product must not see tests"


def qt_include_fault(source, header, qt_headers):
    layer, room = layer_of(source)
    module = qt_module(header, qt_headers)
    if layer != "core" or not module:
        return ""
    if module == "QtNetwork":
        return "" if room in WITH_NETWORK else f"{room} must not see QtNetwork"
    if module == "QtDBus":
        return "" if room in WITH_DBUS else f"{room} must not see QtDBus"
    if module != "QtCore":
        return f"core must not see {module}"
    if OBJECTS.match(pathlib.PurePosixPath(header).name) and room not in WITH_OBJECTS:
        return f"{room} must not use QObjects"
    return ""


def check(tree, qt_headers=None):
    """All violations, each as "file: "header": why"."""
    faults, files = [], 0
    for path in sorted(p for layer in ("app", "core", "ui") for p in (tree / layer).rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        files += 1
        source = path.relative_to(tree).as_posix()
        text = path.read_text(encoding="utf-8")
        layer, room = layer_of(source)
        if layer == "core" and room and room not in ARROWS:
            faults.append(f"{source}: {room} is a room without arrows")
            continue
        for own, foreign in INCLUDE.findall(text):
            # moc's output and generated headers are named plainly.
            if own.endswith(".moc") or own.startswith("moc_"):
                continue
            fault = own_include_fault(source, own) if own else qt_include_fault(source, foreign, qt_headers)
            if fault:
                faults.append(f'{source}: "{own or foreign}": {fault}')
        if layer == "core" and room not in WITH_OBJECTS and re.search(r"\bQ_OBJECT\b", text):
            faults.append(f"{source}: {room} must not use QObjects")
        if layer == "core" and LOCALE.search(text):
            faults.append(f"{source}: core must not read numbers by the locale; std::from_chars does not")
    return faults, files


GOOD = {
    "core/base/Error.h": "#include <string>\n",
    "core/domain/Usage.h": '#include "core/base/Error.h"\n',
    "core/ledger/Ledger.h": '#include "core/config/Settings.h"\n#include "core/base/Error.h"\n',
    "core/provider/Sign.cpp": '#include "core/catalog/Catalog.h"\n#include "core/domain/Usage.h"\n',
    "core/platform/Proxy.cpp": "#include <QNetworkProxy>\n#include <QObject>\n",
    "core/gateway/Exchange.cpp": '#include "core/http/Server.h"\n#include "core/ledger/Spool.h"\n',
    "core/service/Service.cpp": '#include "core/gateway/Exchange.h"\n#include <QObject>\n',
    "ui/log/LogPage.cpp": '#include "core/service/Service.h"\n#include <QWidget>\n',
    "ui/log/LogPage.h": '#include "ui/shell/Page.h"\n#include "ui/log/LogRow.h"\n',
    "ui/widgets/Pill.cpp": '#include "ui/theme/Style.h"\n',
    "app/main.cpp": '#include "ui/shell/Window.h"\n#include "core/config/Settings.h"\n',
}
BAD = [
    ("core/base/Error.h", '#include "core/domain/Usage.h"', "base must not see domain"),
    ("core/http/Types.h", '#include "core/domain/Usage.h"', "http must not see domain"),
    ("core/routing/Planner.cpp", '#include "core/http/Types.h"', "routing must not see http"),
    ("core/config/Settings.cpp", '#  include "core/secrets/Vault.h"', "config must not see secrets"),
    ("core/gateway/Try.cpp", '#include "core/service/Service.h"', "gateway must not see service"),
    ("core/catalog/Catalog.cpp", '#include "core/ledger/Ledger.h"', "catalog must not see ledger"),
    ("core/attic/Box.cpp", "#include <string>", "attic is a room without arrows"),
    ("core/base/Box.cpp", '#include "core/attic/Box.h"', "attic is a room without arrows"),
    ("core/base/Box.cpp", '#include "Error.h"', "is not included from the root"),
    ("core/http/Tls.cpp", "#include <QSslSocket>", "http must not see QtNetwork"),
    ("core/http/Bus.cpp", "#include <QtDBus/QDBusMessage>", "http must not see QtDBus"),
    ("core/http/Tls.cpp", "#include <QtNetwork/QSslSocket>", "http must not see QtNetwork"),
    ("core/service/View.cpp", "#include <QtWidgets/QWidget>", "core must not see QtWidgets"),
    ("core/gateway/Feed.h", "#include <QObject>", "gateway must not use QObjects"),
    ("core/gateway/Feed.h", "class Feed\n{\n    Q_OBJECT\n};", "gateway must not use QObjects"),
    ("core/dialect/Sampling.cpp", "double hot = std::strtod(text, nullptr);", "by the locale"),
    ("core/service/View.cpp", '#include "ui/shell/Window.h"', "core must not see ui"),
    ("ui/log/Rows.cpp", '#include "core/ledger/Ledger.h"', "ui must not see ledger"),
    ("ui/log/Rows.cpp", '#include "app/Start.h"', "ui must not see app"),
    ("ui/log/Rows.cpp", '#include "ui/spend/Chart.h"', "ui/log must not see ui/spend"),
    ("ui/widgets/Pill.cpp", '#include "ui/shell/Page.h"', "ui/widgets must not see ui/shell"),
    ("app/main.cpp", '#include "tests/support/Wire.h"', "the product must not see tests"),
]


def write(tree, files):
    for name, text in files.items():
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def self_test():
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        write(pathlib.Path(folder), GOOD)
        faults, files = check(pathlib.Path(folder))
        if faults or files != len(GOOD):
            failures.append(f"a tidy tree of {len(GOOD)} files: {files} read, {faults}")
    for name, text, expected in BAD:
        with tempfile.TemporaryDirectory() as folder:
            write(pathlib.Path(folder), {**GOOD, name: text + "\n"})
            faults, _ = check(pathlib.Path(folder))
            if len(faults) != 1 or expected not in faults[0]:
                failures.append(f"{name} with {text!r}: wanted {expected!r}, got {faults}")
    return failures


def main(arguments):
    if arguments == ["--self-test"]:
        faults, said = self_test(), f"{len(BAD)} kinds of violation are found"
    else:
        qt_headers = pathlib.Path(arguments[1]) if len(arguments) > 1 else None
        if qt_headers and not (qt_headers / "QtCore" / "QObject").is_file():
            sys.exit(f"{qt_headers} has no QtCore")
        faults, files = check(pathlib.Path(arguments[0]), qt_headers)
        if not files:
            sys.exit("no source file was found")
        said = f"{files} files keep the rooms"
    print("\n".join(faults) or said)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
