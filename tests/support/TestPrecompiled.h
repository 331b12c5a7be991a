// Heavy headers of the tests.
#pragma once

#include "core/Precompiled.h"

#include <QtTest>
