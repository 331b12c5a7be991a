#include "ui/providers/FormView.h"

#include "ui/providers/FormParts.h"
#include "ui/providers/ModelTable.h"
#include "ui/providers/TestStrip.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/KeyField.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Messages.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using Stage = ProviderForm::Stage;

void FormView::setForm(const ProviderForm &form)
{
    const bool other = form.revision != m_form.revision;
    m_form = form;
    if (other)
        refill();
    showHead();
    showKeyArea();
    showNote();
    m_candidates->setRows(form.candidates);
    m_candidates->setVisible(!form.candidates.empty());
    m_chooser->setVisible(form.stage == Stage::Choosing);
    m_found->setRows(form.found);
    m_foundArea->setVisible(!form.found.empty());
    m_kinds->setRows(form.kinds);
    m_passphraseRow->setVisible(form.newPassphrase.has_value());
    m_passphraseWords->setText(form.newPassphrase.value_or(true)
            ? tr("Choose a passphrase for the encrypted file")
            : tr("Passphrase of the encrypted file"));
    m_usePassphrase->setText(form.unlocksOnly ? tr("Unlock") : tr("Use it and save"));
    m_strip->setVisible(!form.test.empty());
    m_strip->setLines(form.test, form.testCost);
    showFields();
    showModels();
    showFoot();
}

void FormView::refill()
{
    const auto given = m_form.typed.value_or(m_form.fields);
    m_adding = false;
    if (m_form.stage == Stage::Choosing || m_form.stage == Stage::Saved)
        clearKey();
    m_passphrase->clear();
    m_kindFilter->clear();
    m_modelFilter->clear();
    m_name->setText(given.name);
    m_address->setText(given.address);
    m_proxy->setCurrentIndex(static_cast<int>(given.proxy));
    m_proxyAddress->setText(given.proxyAddress);
    m_caFile->setText(given.caFile);
    m_headers->setPlainText(given.headers);
    m_modelNames->setPlainText(given.modelNames);
    m_parameters->setFields(given.parameters);
    QWidget *before = m_address;
    for (auto *edit : m_parameters->findChildren<QLineEdit *>())
        setTabOrder(std::exchange(before, edit), edit);
    openMore(given.proxy != ProviderFields::Proxy::System || !given.caFile.isEmpty()
        || !given.modelNames.isEmpty() || m_form.typed);
    m_scroll->ensureVisible(0, 0);
    const bool few
        = std::none_of(m_form.models.begin(), m_form.models.end(), [](auto &row) { return row.suggested; });
    m_shown->setCurrent(few || m_form.stage == Stage::Saved ? 1 : 0);
}

ProviderFields FormView::fields() const
{
    return {m_name->text().trimmed(), m_address->text().trimmed(),
        static_cast<ProviderFields::Proxy>(m_proxy->currentIndex()), m_proxyAddress->text().trimmed(),
        m_headers->toPlainText(), m_caFile->text().trimmed(), m_parameters->fields(),
        m_modelNames->toPlainText()};
}

Secret FormView::pastedKey() const
{
    return m_key->key();
}

void FormView::clearKey()
{
    const QSignalBlocker quiet(m_key);
    m_key->clearKey();
}

void FormView::setKey(const Secret &key)
{
    const QSignalBlocker quiet(m_key);
    m_key->clearKey();
    m_key->setText(QString::fromUtf8(key.reveal().data(), static_cast<qsizetype>(key.size())));
    m_adding = m_form.stage == Stage::Saved && !key.empty();
    showKeyArea();
}

Secret FormView::passphrase() const
{
    return Secret(m_passphrase->text().toStdString());
}

void FormView::focusKey()
{
    if (m_form.stage == Stage::Saved) {
        m_adding = true;
        showKeyArea();
    }
    m_key->setFocus();
    m_key->selectAll();
}

void FormView::showHead()
{
    const bool choosing = m_form.stage == Stage::Choosing;
    m_badge->setKind(choosing ? u"+"_s : m_form.kind);
    m_title->setText(m_form.title);
    m_about->setText(m_form.about);
    m_trafficLabel->setVisible(!choosing);
    m_enabled->setVisible(!choosing);
    m_enabled->setChecked(m_form.enabled);
    m_remove->setVisible(m_form.stage == Stage::Saved);
}

void FormView::showKeyArea()
{
    const bool saved = m_form.stage == Stage::Saved;
    const bool asks = m_form.takesKey && m_form.variable.isEmpty();
    const bool typing = saved ? m_adding : true;
    m_keyCaption->setText(saved && m_form.keys.size() > 1 ? tr("API keys") : tr("API key"));
    m_addKey->setVisible(saved && m_form.takesKey && !m_adding);
    m_testSaved->setVisible(saved);
    m_keyRow->setVisible(typing);
    m_key->setVisible(asks || saved);
    m_noKey->setVisible(!saved && !asks);
    m_noKey->setText(m_form.variable.isEmpty() ? tr("This server needs no key.")
                                               : tr("Read from %1 at every start.").arg(m_form.variable));
    const bool pasted = !m_key->text().isEmpty();
    m_eye->setVisible((asks || saved) && pasted);
    m_eye->setIcon(icon(m_key->revealed() ? u"eye-off"_s : u"eye"_s));
    m_test->setVisible(saved || m_form.stage == Stage::Draft);
    m_test->setText(saved         ? tr("Add key")
            : m_form.testing      ? tr("Testing")
            : m_form.test.empty() ? tr("Test")
                                  : tr("Test again"));
    m_test->setIcon(icon(saved ? u"plus"_s : u"refresh"_s));
    m_test->setEnabled(saved ? pasted && !m_form.saving : !m_form.testing);
    m_testSaved->setText(m_form.testing ? tr("Testing")
            : m_form.test.empty()       ? tr("Test")
                                        : tr("Test again"));
    m_testSaved->setEnabled(!m_form.testing);
    m_keys->setRows(m_form.keys);
    m_keys->setVisible(saved && !m_form.keys.empty());
}

void FormView::showNote()
{
    if (m_noteShown == m_form.note)
        return;
    m_noteShown = m_form.note;
    emptyOut(*m_notePlace);
    if (!m_form.note)
        return;
    const auto &note = *m_form.note;
    auto *banner = new Banner(note.tone, note.icon, note.what, note.means);
    banner->setMinimumHeight(34);
    if (!note.actionText.isEmpty())
        connect(banner->action(note.actionText), &QPushButton::clicked, this, &FormView::noteAction);
    m_notePlace->addWidget(banner);
}

void FormView::showFields()
{
    m_fieldArea->setVisible(m_form.stage != Stage::Choosing);
    setFaulty(*m_name, m_form.wrongField == "name"_L1);
    setFaulty(*m_address, m_form.wrongField == "address"_L1);
    setFaulty(*m_proxyAddress, m_form.wrongField == "proxy"_L1);
    setFaulty(*m_headers, m_form.wrongField == "headers"_L1);
    setFaulty(*m_modelNames, m_form.wrongField == "models"_L1);
    m_parameters->setFaulty(m_form.wrongField);
    if (m_form.wrongField == "proxy"_L1 || m_form.wrongField == "headers"_L1
        || m_form.wrongField == "models"_L1)
        openMore(true);
    m_proxyAddress->setEnabled(m_proxy->currentIndex() == static_cast<int>(ProviderFields::Proxy::Fixed));
}

void FormView::showModels()
{
    m_modelArea->setVisible(m_form.stage != Stage::Choosing);
    const auto on
        = std::count_if(m_form.models.begin(), m_form.models.end(), [](auto &row) { return row.on; });
    const bool any = !m_form.models.empty();
    m_modelCount->setText(any ? tr("%1 of %2 on").arg(on).arg(m_form.models.size()) : QString());
    m_models->setModels(m_form.models);
    m_models->setShown(static_cast<ModelTable::Shown>(m_shown->current()), m_modelFilter->text());
    if (any && m_models->rowsShown() == 0 && m_modelFilter->text().isEmpty()) {
        const QSignalBlocker quiet(m_shown);
        m_shown->setCurrent(1); // nothing is suggested or on: all are better than an empty table
        m_models->setShown(ModelTable::Shown::All, {});
    }
    m_models->setVisible(any);
    m_modelFilter->setVisible(any);
    m_shown->setVisible(any);
    m_noModels->setVisible(!any);
}

void FormView::showFoot()
{
    const bool draft = m_form.stage == Stage::Draft;
    const bool changed = m_form.stage == Stage::Saved && fields() != m_form.fields;
    m_cancel->setVisible(m_form.stage != Stage::Saved || changed);
    m_cancel->setText(changed ? tr("Discard") : tr("Cancel"));
    m_save->setVisible(draft || changed);
    m_save->setText(draft ? tr("Save provider") : tr("Save changes"));
    m_save->setEnabled(!m_form.saving);
    const bool keeps = m_form.stage != Stage::Saved && m_form.takesKey && m_form.variable.isEmpty();
    m_lock->setVisible(keeps);
    m_savesTo->setText(!keeps      ? QString()
            : m_form.newPassphrase ? tr("Saves to an encrypted file that your passphrase opens")
                                   : tr("The key is saved to your system keychain"));
    // What is saved and unchanged needs no foot: the models have its place.
    m_foot->setVisible(m_form.stage != Stage::Saved || changed);
}

void FormView::openMore(bool open)
{
    m_more->setVisible(open);
    m_moreButton->setIcon(icon(open ? u"chevron-down"_s : u"chevron-right"_s));
    m_moreButton->setAccessibleDescription(open ? tr("open") : tr("closed"));
}

} // namespace slipswitch::ui
