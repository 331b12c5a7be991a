#pragma once

#include "core/service/ToolFiles.h"
#include "ui/connect/ConnectData.h"
#include "ui/widgets/Messages.h"

#include <QObject>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace slipswitch::ui {

/// Writes the open tool's own file, and takes it back as long as the program runs. Thread: Qt.
class ToolWriting : public QObject
{
    Q_OBJECT

public:
    /// @param home  what "~" means
    explicit ToolWriting(QString home, QObject *parent = nullptr);

    /// What is open and what would be written. Reads the file when that differs from before.
    void show(const service::Tool &tool, const service::ToolValues &values);
    /// Others may have changed the file.
    void lookAgain();
    /// Of what is shown; nullopt: nothing is written for this tool.
    [[nodiscard]] std::optional<ConnectData::Writing> data() const;

    void write();
    /// What was written last for the open tool.
    void putBackLast();

Q_SIGNALS:
    void changed();
    void told(const slipswitch::ui::ToastText &toast);

private:
    struct Done
    {
        int number = 0;
        QString at; ///< "10:58"
        service::ToolFileWritten file;
    };
    void look();
    void take(const service::ToolFileWritten &written);
    void putBack(const std::string &tool, int number);
    void tellFailure(const QString &what, const Error &error);
    [[nodiscard]] const Done *lastDone() const;
    [[nodiscard]] bool lacksKey() const;
    [[nodiscard]] bool isFree() const { return !m_busy && m_question == m_answered; }
    [[nodiscard]] QString saysOf(ConnectData::Writing::State state) const;

    service::ToolFiles m_files;
    std::string m_tool; ///< id
    std::optional<service::ToolWay> m_way; ///< nullopt: none is written
    std::size_t m_index = 0;
    service::ToolValues m_values;
    std::optional<Result<service::ToolFilePlan>> m_plan; ///< nullopt: not there yet
    std::map<std::string, std::vector<Done>> m_done; ///< by tool, the newest last
    int m_question = 0, m_answered = 0; ///< as long as they differ, the plan is an old one
    int m_number = 0;
    bool m_busy = false;
};

} // namespace slipswitch::ui
