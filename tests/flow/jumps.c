int ladder(void)
{
	char *a = one(), *b = 0;
	if (!a)
		goto out;
	b = two();
	if (!b)
		goto free_a;
	use(a, b);
free_a:
	drop(a);
out:
	return b != 0;
}
int switched(int k)
{
	switch (k) {
	case 1:
	case 2:
		act();
		break;
	case OTHER:
		other();
	default:
		return -1;
	}
	return 0;
}
void never(int k) { if (k) abort(); msg(M_FATAL, "no"); unreachable_code(); }
