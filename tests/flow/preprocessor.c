int guarded(void)
{
#if OPENSSL_VERSION_NUMBER >= 0x10100000L && !defined(LIBRESSL_VERSION_NUMBER)
	new_way();
#elif defined(OLD)
	old_way();
#else
	no_way();
#endif
#ifdef DEBUG
	trace();
#endif
#if 0
	dead();
#endif
	return 0;
}
int half_a_condition(int a)
{
	if (a
#ifdef STRICT
	    && strict()
#endif
	    )
		return 1;
	return 0;
}
