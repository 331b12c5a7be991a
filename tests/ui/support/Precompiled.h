// Heavy headers of the window's tests.
#pragma once

#include "tests/support/TestPrecompiled.h"

#include <QtWidgets>
