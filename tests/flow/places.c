struct s { struct s *next; char data[8]; int n; };
void places(struct s *p, struct s *q, int i)
{
	p->next->n = 1;
	(*p).n = 2;
	*(&i) = 3;
	p->data[i] = q->data[0];
	*p->data = 'x';
	use(&p->n, &q, p->data + i, (char *)p);
	i += p->n;
	p->n++;
	q = p, p = 0;
}
