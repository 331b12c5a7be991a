#pragma once

#include "ui/widgets/Pill.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <vector>

/// What the providers page shows; texts are ready to be read. Plain values: an adapter fills them from the
/// service, tests and gallery by hand.
namespace slipswitch::ui {

/// A row of the list.
struct ProviderRow
{
    QString name; ///< its id in the settings; empty: the draft
    QString kind, title;
    QString about; ///< "14 models, 1.1 s"
    PillText standing;
    bool enabled = true;

    bool operator==(const ProviderRow &) const = default;
};

/// A model at a provider.
struct ModelRow
{
    QString id;
    QString context; ///< "131k"; empty: unknown
    QString priceIn, priceOut; ///< per million tokens: "$0.15"; empty: no price is known
    bool tools = false, thinks = false, sees = false;
    bool suggested = false, on = true;

    bool operator==(const ModelRow &) const = default;
};

/// A step of the test.
struct TestLine
{
    enum class State : std::uint8_t
    {
        Waiting, ///< under way or still to come
        Passed,
        Failed,
        Skipped,
    };
    QString label, value; ///< "Models", "11 found"
    State state = State::Waiting;

    bool operator==(const TestLine &) const = default;
};

/// A key that is saved.
struct KeyRow
{
    QString id;
    QString masked; ///< "gsk_…7Hq2", a variable's name, or why it can't be read
    QString place; ///< "system keychain"
    bool missing = false;

    bool operator==(const KeyRow &) const = default;
};

/// Something to choose from: a kind of provider, a found key, a local server.
struct ChoiceRow
{
    QString id, kind, name, about;

    bool operator==(const ChoiceRow &) const = default;
};

/// What happened, what it means, one action.
struct FormNote
{
    Tone tone = Tone::Info;
    QString icon, what, means;
    QString actionText; ///< empty: none

    bool operator==(const FormNote &) const = default;
};

/// What a kind must know besides an address: Azure's resource, a region.
struct ParameterField
{
    QString name; ///< as the catalogue's: "resource"
    QString caption, hint;
    bool needed = true;
    QString value;

    bool operator==(const ParameterField &) const = default;
};

/// What the user can edit in the form.
struct ProviderFields
{
    enum class Proxy : std::uint8_t
    {
        System,
        None,
        Fixed,
    };
    QString name, address;
    Proxy proxy = Proxy::System;
    QString proxyAddress;
    QString headers; ///< "Name: value", one a line
    QString caFile;
    std::vector<ParameterField> parameters {};
    QString modelNames {}; ///< "model = name there", one a line

    bool operator==(const ProviderFields &) const = default;
};

/// The form at the right.
struct ProviderForm
{
    enum class Stage : std::uint8_t
    {
        Choosing, ///< a new one of which nothing is known yet
        Draft, ///< a new one, its kind is known
        Saved,
    };
    Stage stage = Stage::Choosing;
    int revision = 0; ///< another one: what the user typed is replaced
    QString kind, title, about;
    bool enabled = true;
    bool takesKey = true;
    QString variable; ///< the environment's, from which a draft's key is read
    std::vector<KeyRow> keys; ///< of a saved one
    std::vector<ChoiceRow> candidates; ///< whose key it may be: the user picks
    std::vector<ChoiceRow> found; ///< keys in the environment, servers on this machine
    std::vector<ChoiceRow> kinds; ///< to choose by hand
    std::optional<FormNote> note;
    std::vector<TestLine> test; ///< empty: not tested
    bool testing = false;
    QString testCost;
    std::vector<ModelRow> models;
    ProviderFields fields;
    std::optional<ProviderFields> typed; ///< what the user had made of them when it was shown last
    QString wrongField; ///< "name", "address", "proxy", "headers", "models", a parameter's name; empty: none
    std::optional<bool> newPassphrase; ///< one is needed: for a new vault (true) or the one there is (false)
    bool unlocksOnly = false; ///< nothing waits to be saved once the passphrase is known
    bool saving = false;
};

} // namespace slipswitch::ui
