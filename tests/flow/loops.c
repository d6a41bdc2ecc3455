void whiles(int n) { while (n > 0) { if (n == 3) continue; if (n == 5) break; n--; } }
void dos(int n) { do step(n); while (n--); }
void fors(void) { for (int i = 0; i < 3; i++) { char *p = take(); use(p); } for (;;) { break; } }
void foreach(struct list *x) { FOREACH(x, y) { act(y); } }
