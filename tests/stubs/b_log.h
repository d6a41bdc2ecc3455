#define LOG_FUNC_RETURN(value) return (value)
