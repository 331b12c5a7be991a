#include "ui/widgets/CodeColours.h"

#include "ui/theme/Style.h"

#include <QRegularExpression>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

void CodeColours::highlightBlock(const QString &text)
{
    // Strings, told from names by what follows; then names before "=" or ":"; then whole comments. A sign
    // before them says that the line is new or goes.
    static const QRegularExpression string(u"(\"[^\"]*\"|'[^']*')(\\s*:(?!/))?"_s);
    static const QRegularExpression name(
        u"^[+−]?\\s*(?:- )?(?:export )?([A-Za-z_][A-Za-z0-9_.]*)(?=\\s*[=:](?!/))"_s);
    static const QRegularExpression comment(u"^[+−]?\\s*#.*$"_s);
    const auto &t = tokens();
    if (const auto match = comment.match(text); match.hasMatch())
        return setFormat(0, static_cast<int>(text.size()), t.text3);
    if (const auto match = name.match(text); match.hasMatch())
        setFormat(static_cast<int>(match.capturedStart(1)), static_cast<int>(match.capturedLength(1)),
            t.accentText);
    for (auto found = string.globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        setFormat(static_cast<int>(match.capturedStart(1)), static_cast<int>(match.capturedLength(1)),
            match.capturedLength(2) > 0 ? t.accentText : t.ok);
    }
}

} // namespace slipswitch::ui
