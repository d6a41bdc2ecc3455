// Own minimal stand-in for the check macros of WebRTC; only good for -fsyntax-only.
#pragma once
#include <cstdlib>
#define RTC_CHECK(c) do { if (!(c)) std::abort(); } while (0)
#define RTC_CHECK_EQ(a, b) RTC_CHECK((a) == (b))
#define RTC_CHECK_LE(a, b) RTC_CHECK((a) <= (b))
#define RTC_CHECK_GT(a, b) RTC_CHECK((a) > (b))
#ifdef NDEBUG
#define RTC_DCHECK(c) do { } while (false && (c))
#else
#define RTC_DCHECK(c) RTC_CHECK(c)
#endif
#define RTC_DCHECK_EQ(a, b) RTC_DCHECK((a) == (b))
#define RTC_DCHECK_NE(a, b) RTC_DCHECK((a) != (b))
#define RTC_DCHECK_LE(a, b) RTC_DCHECK((a) <= (b))
#define RTC_DCHECK_LT(a, b) RTC_DCHECK((a) < (b))
#define RTC_DCHECK_GE(a, b) RTC_DCHECK((a) >= (b))
#define RTC_DCHECK_GT(a, b) RTC_DCHECK((a) > (b))
