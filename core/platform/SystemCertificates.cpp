#include "core/platform/SystemCertificates.h"

#include <QSslCertificate>
#include <QSslConfiguration>

namespace slipswitch::platform {

std::string systemCertificates()
{
    std::string pem;
    const auto certificates = QSslConfiguration::systemCaCertificates();
    for (const auto &certificate : certificates)
        pem += certificate.toPem().toStdString();
    return pem;
}

} // namespace slipswitch::platform
