#pragma once

#include <QSyntaxHighlighter>

namespace slipswitch::ui {

/// Colours the few things that JSON, TOML, YAML, shell lines and short programs share: names, strings,
/// comments. Takes its inks from the theme in force; `rehighlight` after it changed.
class CodeColours : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString &text) override;
};

} // namespace slipswitch::ui
