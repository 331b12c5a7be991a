// Heavy headers that most of ui includes; every file still includes what it uses.
#pragma once

#include <QtCore>
#include <QtWidgets>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>
