#define likely(x) __builtin_expect(!!(x), 1)
int both(int a, int b) { if (a && !b) return 1; return 0; }
int nested(int a, int b, int c) { if ((a || b) && !(c == 0)) return 1; else if (c > 2) return 2; return 0; }
int assigned(void) { int r; if ((r = open_it()) < 0) return r; return 0; }
int wrapped(int a) { if (likely(a)) return 1; return 0; }
int chosen(int a, int b) { if (a ? b : !b) return 1; return 0; }
int as_value(int a, int b) { int both = a && b; int truth = !!a; int kind = a ? 7 : 8; return both + truth + kind + (a ? 1 : 0); }
void discarded(int a) { a && act(); a || act(); a ? act() : other(); (void)act(); first(), second(); }
